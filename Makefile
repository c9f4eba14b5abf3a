# make             build/ngx_http_privacy_module.so for the nginx that is
#                  installed, and build/privacy-scan; installs the Debian
#                  packages that this needs where they are missing
#   NGINX_SRC=DIR  for an nginx source tree instead: builds it, too
#   STATIC=1       with it: the module inside of that nginx
#   SANITIZE=1     with ASan and UBSan, in build/sanitize/
# make run         a demo site on http://127.0.0.1:8080 (PORT=)
# make test        every test, one summary line at the end
# make unit        the engine's unit tests alone
# make test-matrix the module with several releases of nginx (MATRIX=trees)
# make test-valgrind  t/*.t under valgrind, each allocation its own
# make reloads     reloads under load (RELOADS=1000)
# make coverage    which lines of the engine the tests reach
# make bench       measurements (SECONDS= a cell)
# make fuzz        fuzzing (SECONDS= a target)
# make soak        mixed traffic at full load, SECONDS= long (1800)
# make deb         the Debian package, in build/
# make editor      a vim syntax and VS Code snippets, in build/editor
# make install     into the modules path of the nginx that is installed

BUILD    ?= build
CFLAGS   ?= -O2 -g
PORT     ?= 8080
PREFIX   ?= /usr
WERROR   ?= -Werror

ifeq ($(origin CC),default)
CC        = cc
endif

WARN      = -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra $(WERROR)
LIBS      = -lpcre2-8 -lcrypto -lz
TESTLIBS  = -lcmocka -lcjson

ifeq ($(SANITIZE),1)
override BUILD := $(BUILD)/sanitize
SANFLAGS  = -O1 -fno-omit-frame-pointer \
            -fsanitize=address,undefined -fno-sanitize-recover=all
endif

FLAGS     = $(CFLAGS) $(SANFLAGS) $(WARN) -Isrc

# the engine's rooms, of which none knows nginx

ENGINE    = base consent header catalog gate html notice

ENGINE_C := $(sort $(wildcard $(ENGINE:%=src/%/*.c)))
SCAN_C   := $(sort $(wildcard src/scan/*.c))
EMBED    := $(sort $(wildcard src/catalog/*.conf src/html/*.txt \
              src/notice/files/*))
UNIT_C   := $(sort $(wildcard t/unit/*_test.c))

ENGINE_O := $(ENGINE_C:%.c=$(BUILD)/%.o) $(BUILD)/embed.o
SCAN_O   := $(SCAN_C:%.c=$(BUILD)/%.o)
UNIT     := $(UNIT_C:t/unit/%.c=$(BUILD)/unit/%)

NAME      = ngx_http_privacy_module
MODULE    = $(BUILD)/$(NAME).so

MODULE_C := config $(NAME).c $(wildcard src/nginx/*.[ch]) \
            $(wildcard $(ENGINE:%=src/%/*.[ch])) src/embed.sh $(EMBED)

export CC CFLAGS PREFIX DESTDIR NGINX_SRC NGINX_FLAGS PORT SANITIZE STATIC


.PHONY: all module engine scan unit run test test-matrix reloads bench fuzz \
        soak deb editor install clean
.PHONY: deps-build deps-unit deps-run deps-test always
.SECONDARY:
.DELETE_ON_ERROR:

all: module scan

ifeq ($(STATIC),1)
module: $(BUILD)/nginx/nginx
else
module: $(MODULE)
endif

engine: $(BUILD)/libprivacy.a

scan: $(BUILD)/privacy-scan

unit: $(UNIT)
	@set -e; for t in $(UNIT); do echo "== $$t"; $$t; done


# util/module configures and makes it; nginx's own Makefile knows which
# objects are stale

$(MODULE) $(BUILD)/nginx/nginx: $(MODULE_C) util/module $(BUILD)/module.mk \
                                | deps-build
	util/module $(BUILD)

$(BUILD)/module.mk: always | deps-build
	@util/module --identity | util/if-changed $@


# an archive: a test links the rooms that it visits, and no others

$(BUILD)/libprivacy.a: $(ENGINE_O)
	rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/privacy-scan: $(SCAN_O) $(BUILD)/libprivacy.a
	$(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/unit/%: $(BUILD)/t/unit/%.o $(BUILD)/libprivacy.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) $(TESTLIBS)

$(BUILD)/embed.c: src/embed.sh $(EMBED) $(BUILD)/embed.list
	@mkdir -p $(@D)
	sh src/embed.sh $(EMBED) > $@

$(BUILD)/embed.o: $(BUILD)/embed.c $(BUILD)/flags
	$(CC) $(FLAGS) -c -o $@ $<

$(BUILD)/t/unit/%.o: t/unit/%.c $(BUILD)/flags | deps-unit
	@mkdir -p $(@D)
	$(CC) $(FLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: %.c $(BUILD)/flags | deps-build
	@mkdir -p $(@D)
	$(CC) $(FLAGS) -MMD -MP -c -o $@ $<

# what else an object depends on: the flags, and which files are embedded

$(BUILD)/flags: always
	@echo '$(CC) $(FLAGS)' | util/if-changed $@

$(BUILD)/embed.list: always
	@echo '$(EMBED)' | util/if-changed $@

-include $(wildcard $(ENGINE_O:%.o=%.d) $(SCAN_O:%.o=%.d) \
                    $(UNIT:$(BUILD)/unit/%=$(BUILD)/t/unit/%.d))


run: deps-run
	@$(MAKE) --no-print-directory module
	@util/run

test: deps-test
	@util/test

test-matrix: deps-test
	@util/test-matrix $(MATRIX)

reloads: deps-test
	@ONLY=reloads util/test

bench: scan module
	@util/bench

fuzz:
	@util/fuzz

coverage:
	@util/coverage

test-valgrind: deps-test
	@ONLY=valgrind util/test

soak: deps-test
	@SECONDS=$${SECONDS:-1800} ONLY=soak util/test

deb:
	@util/deb

editor:
	util/editor $(BUILD)/editor

install: module scan
	util/install $(BUILD)

deps-build deps-unit deps-run deps-test: deps-%:
	@util/deps $*

clean:
	rm -rf build
