# make             the module and privacy-scan, in build/
# make unit        the engine's unit tests

CC       ?= cc
BUILD    ?= build
CFLAGS   ?= -O2 -g

WARN      = -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror
LIBS      = -lcmocka -lpcre2-8 -lcrypto -lcjson -lz

ifeq ($(SANITIZE),1)
BUILD    := $(BUILD)/sanitize
CFLAGS   += -O1 -fno-omit-frame-pointer \
            -fsanitize=address,undefined -fno-sanitize-recover=all
endif

ENGINE    = base consent header catalog gate html notice

ENGINE_C := $(wildcard $(ENGINE:%=src/%/*.c))
EMBED    := $(wildcard src/catalog/*.conf src/notice/files/*)
UNIT_C   := $(wildcard t/unit/*_test.c)

ENGINE_O := $(ENGINE_C:%.c=$(BUILD)/%.o) $(BUILD)/embed.o
UNIT     := $(UNIT_C:t/unit/%.c=$(BUILD)/unit/%)

.PHONY: all engine scan unit clean
.SECONDARY:

all: scan

engine: $(BUILD)/libprivacy.a

scan: $(BUILD)/privacy-scan

unit: $(UNIT)
	@set -e; for t in $(UNIT); do echo "== $$t"; $$t; done

# an archive: a test links the rooms that it visits, and no others

$(BUILD)/libprivacy.a: $(ENGINE_O)
	rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/privacy-scan: $(patsubst %.c,$(BUILD)/%.o,$(wildcard src/scan/*.c)) \
                       $(BUILD)/libprivacy.a
	$(CC) $(CFLAGS) -o $@ $^ $(filter-out -lcmocka,$(LIBS))

$(BUILD)/unit/%: $(BUILD)/t/unit/%.o $(BUILD)/libprivacy.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/embed.c: src/embed.sh $(EMBED)
	@mkdir -p $(@D)
	sh src/embed.sh $(EMBED) > $@.tmp && mv $@.tmp $@

$(BUILD)/embed.o: $(BUILD)/embed.c
	$(CC) $(CFLAGS) $(WARN) -Isrc -c -o $@ $<

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(WARN) -Isrc -MMD -MP -c -o $@ $<

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

clean:
	rm -rf build
