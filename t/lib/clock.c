
/*
 * For LD_PRELOAD: a clock that a test sets.  The file CLOCK_FILE says which
 * second it is.
 */

#define _GNU_SOURCE

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>


static char  clock_file[4096];


/* nginx leaves its workers no environment */

__attribute__((constructor))
static void
clock_init(void)
{
    const char  *name;

    name = getenv("CLOCK_FILE");

    if (name != NULL && strlen(name) < sizeof(clock_file)) {
        strcpy(clock_file, name);
    }
}


int
gettimeofday(struct timeval *tv, void *tz)
{
    int      fd;
    char     text[32];
    ssize_t  n;

    (void) tz;

    tv->tv_sec = 0;
    tv->tv_usec = 0;

    fd = open(clock_file, O_RDONLY);

    if (fd == -1) {
        return -1;
    }

    n = read(fd, text, sizeof(text) - 1);
    (void) close(fd);

    if (n <= 0) {
        return -1;
    }

    text[n] = '\0';
    tv->tv_sec = atoll(text);

    return 0;
}
