
/*
 * For LD_PRELOAD: memory and disk that run out when a test says so.  The file
 * STARVE_FILE holds two counters that the test writes: the n-th allocation
 * from now fails, and so does, while the second is 1, each write at an offset
 * of a file.  While it is 2, somebody adds a line to each file just before it
 * is read at an offset, and while it is 3, cuts it to half: to all but those
 * named *.conf, as nginx reads its own so, too.
 */

#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>


#define STARVE_DISK  1
#define STARVE_GROW  2
#define STARVE_CUT   3


extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);


static volatile uint32_t  *starve;


__attribute__((constructor))
static void
starve_init(void)
{
    int          fd;
    void        *p;
    const char  *name;

    name = getenv("STARVE_FILE");
    fd = (name != NULL) ? open(name, O_RDWR) : -1;

    if (fd == -1) {
        return;
    }

    p = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

    if (p != MAP_FAILED) {
        starve = p;
    }

    close(fd);
}


static int
starve_now(void)
{
    if (starve == NULL || starve[0] == 0) {
        return 0;
    }

    if (--starve[0] != 0) {
        return 0;
    }

    errno = ENOMEM;

    return 1;
}


void *
malloc(size_t size)
{
    return starve_now() ? NULL : __libc_malloc(size);
}


void *
calloc(size_t n, size_t size)
{
    return starve_now() ? NULL : __libc_calloc(n, size);
}


void *
realloc(void *p, size_t size)
{
    return starve_now() ? NULL : __libc_realloc(p, size);
}


void *
memalign(size_t alignment, size_t size)
{
    return starve_now() ? NULL : __libc_memalign(alignment, size);
}


int
posix_memalign(void **p, size_t alignment, size_t size)
{
    if (starve_now()) {
        return ENOMEM;
    }

    *p = __libc_memalign(alignment, size);

    return (*p != NULL) ? 0 : ENOMEM;
}


ssize_t
pwrite(int fd, const void *buf, size_t n, off_t offset)
{
    struct iovec  iov;

    iov.iov_base = (void *) buf;
    iov.iov_len = n;

    return pwritev(fd, &iov, 1, offset);
}


ssize_t
pwritev(int fd, const struct iovec *iov, int n, off_t offset)
{
    static ssize_t  (*next)(int, const struct iovec *, int, off_t);

    if (starve != NULL && starve[1] == STARVE_DISK) {
        errno = ENOSPC;
        return -1;
    }

    if (next == NULL) {
        *(void **) &next = dlsym(RTLD_NEXT, "pwritev");
    }

    return next(fd, iov, n, offset);
}


ssize_t
pwrite64(int fd, const void *buf, size_t n, off_t offset)
{
    return pwrite(fd, buf, n, offset);
}


ssize_t
pwritev64(int fd, const struct iovec *iov, int n, off_t offset)
{
    return pwritev(fd, iov, n, offset);
}


/* somebody else has the file open for writing */

static void
starve_change(int fd)
{
    int          other;
    char         name[32], path[4096];
    ssize_t      n;
    struct stat  st;

    snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);

    n = readlink(name, path, sizeof(path));

    if (n < 5 || memcmp(path + n - 5, ".conf", 5) == 0) {
        return;
    }

    other = open(name, O_WRONLY | O_APPEND);

    if (other == -1) {
        return;
    }

    if (starve[1] == STARVE_GROW) {
        n = write(other, "# more\n", 7);

    } else {
        n = (fstat(other, &st) == 0) ? ftruncate(other, st.st_size / 2) : -1;
    }

    if (n == -1) {
        abort();
    }

    close(other);
}


ssize_t
pread(int fd, void *buf, size_t n, off_t offset)
{
    static ssize_t  (*next)(int, void *, size_t, off_t);

    if (starve != NULL
        && (starve[1] == STARVE_GROW || starve[1] == STARVE_CUT))
    {
        starve_change(fd);
    }

    if (next == NULL) {
        *(void **) &next = dlsym(RTLD_NEXT, "pread");
    }

    return next(fd, buf, n, offset);
}


ssize_t
pread64(int fd, void *buf, size_t n, off_t offset)
{
    return pread(fd, buf, n, offset);
}
