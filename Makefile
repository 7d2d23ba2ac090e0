# Titipan, for GNU make on Debian 12. `make help` lists what it can do.
#
# Two stages: `deps` installs the packages that are missing, then a second
# make builds, so that what was just installed is what the build sees.

# --- packages: the only list of them -------------------------------------
BUILD_PACKAGES := gcc libc6-dev make pkg-config gettext \
	libsqlite3-dev libsodium-dev libncurses-dev libjansson-dev libcsv-dev \
	libcairo2-dev libpango1.0-dev libzint-dev fonts-dejavu-core
TEST_PACKAGES := libcmocka-dev python3 \
	clang-format clang-tidy cppcheck mandoc sqlite3 tmux strace valgrind \
	poppler-utils zbar-tools
# What `make cover` and `make fuzz-long` need besides.
COVER_PACKAGES := lcov
FUZZ_PACKAGES := clang libclang-rt-14-dev
LIBRARIES := sqlite3 libsodium ncursesw jansson cairo pangocairo
# Those that pkg-config does not know.
PLAIN_LIBS := -lcsv -lzint

# --- what can be chosen on the command line ------------------------------
O ?= build
PREFIX ?= /usr/local
CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
CFLAGS ?= -O2 -g
SANITIZE ?=
TEST ?=
BENCH ?=
BENCH_LINES ?= 500000
BENCH_DATA ?= $(O)/bench
FUZZ ?=
FUZZ_SECONDS ?= 3600
JOBS ?= $(shell nproc)
VERSION := 0.1
# The version's day, for the manual pages.
DATE := 2026-11-22

# --- flags ---------------------------------------------------------------
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wformat=2 -Wvla -Wundef -Wpointer-arith \
	-Wcast-qual -Werror
ifeq ($(SANITIZE),)
B := $(O)
HARDEN := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong \
	-fstack-clash-protection
else
B := $(O)/san
HARDEN := -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
endif
HARDEN += -fPIE $(if $(filter x86_64 i%86,$(shell uname -m)),-fcf-protection)
# Asked for once, when the first object is built.
pkg = $(or $(shell pkg-config $1 $(LIBRARIES)),\
	$(error `make deps` installs the packages that the build needs))
PKG_CFLAGS = $(eval PKG_CFLAGS := $(call pkg,--cflags))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $(call pkg,--libs) $(PLAIN_LIBS))$(PKG_LIBS)
COMPILE = $(CC) -std=c17 -D_GNU_SOURCE -I. $(WARNINGS) $(HARDEN) $(CFLAGS) \
	-DTITIPAN_VERSION='"$(VERSION)"' -DTITIPAN_DATE='"$(DATE)"' \
	$(PKG_CFLAGS)
# As needed: the till calls nothing of cairo and so does not load it.
LINK = $(CC) $(HARDEN) $(CFLAGS) -pie -Wl,-z,relro,-z,now -Wl,--as-needed \
	$(LDFLAGS)

# V=1 shows the commands themselves.
Q := $(if $(V),,@)
say = $(if $(V),,@echo '  $1')

# --- files, room by room -------------------------------------------------
c_files = $(sort $(foreach d,$1,$(wildcard $d/*.c $d/*/*.c $d/*/*/*.c)))
objects = $(patsubst %.c,$(B)/obj/%.o,$1)

DRIVERS := $(call c_files,drivers)
SCHEMA := $(call c_files,schema)
PAPER := $(call c_files,pos/paper)
POS := $(filter-out pos/main.c $(PAPER),$(call c_files,pos))
BACKOFFICE := $(filter-out backoffice/main.c,$(call c_files,backoffice))
MIGRATIONS := $(sort $(wildcard schema/migrations/*.sql))
CATALOGUES := $(patsubst drivers/terminal/po/%.po,\
	$(B)/locale/%/LC_MESSAGES/titipan.mo,$(wildcard drivers/terminal/po/*.po))
TEST_SUPPORT := $(filter-out $(foreach d,unit fault,\
	$(addprefix tests/$d/,test_% tool_% preload_%)),\
	$(call c_files,tests/unit tests/fault))
# test_*.c are run, tool_*.c are what other tests run, preload_*.c are put
# before libc under the programs.
C_TESTS := $(sort $(wildcard $(foreach d,unit device fault sim \
	bench screen fuzz,\
	tests/$d/test_*.c tests/$d/tool_*.c)))

# Parsers of bytes from outside, a file each; feed.c gives them a corpus where
# clang's fuzzer does not (FUZZER=1).
FUZZ_TARGETS := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZER ?=

MANUALS := $(B)/man/man1/pos.1 $(B)/man/man1/backoffice.1
PROGRAMS := $(patsubst %/main.c,$(B)/%,$(wildcard pos/main.c backoffice/main.c))
LIBS := $(addprefix $(B)/lib,drivers.a schema.a paper.a pos.a backoffice.a)
TEST_PROGRAMS := $(C_TESTS:%.c=$(B)/%)
FUZZ_PROGRAMS := $(FUZZ_TARGETS:%.c=$(B)/%) \
	$(if $(FUZZER),,$(B)/tests/fuzz/planted)
TEST_PRELOADS := $(patsubst %.c,$(B)/%.so,$(wildcard tests/*/preload_*.c))
GENERATED := $(if $(wildcard schema/store/migrations.h),\
	$(B)/obj/gen/migrations.o)

# --- build ---------------------------------------------------------------
.PHONY: all libs programs tests fuzz-targets catalogues manuals
all: libs programs catalogues manuals
libs: $(LIBS)
programs: $(PROGRAMS) catalogues
catalogues: $(CATALOGUES)
manuals: $(MANUALS)
tests: $(TEST_PROGRAMS) $(TEST_PRELOADS) fuzz-targets
fuzz-targets: $(FUZZ_PROGRAMS)

$(B)/libdrivers.a: $(call objects,$(DRIVERS))
$(B)/libschema.a: $(call objects,$(SCHEMA)) $(GENERATED)
$(B)/libpaper.a: $(call objects,$(PAPER))
$(B)/libpos.a: $(call objects,$(POS))
$(B)/libbackoffice.a: $(call objects,$(BACKOFFICE))
$(B)/libtest.a: $(call objects,$(TEST_SUPPORT))
$(LIBS) $(B)/libtest.a: $(B)/files
	@rm -f $@
	$(Q)ar rcs $@ $(filter %.o,$^)

# Arrows between the rooms run one way, and so does the linker.
below = $(addprefix $(B)/lib,paper.a schema.a drivers.a)
$(B)/pos: $(B)/obj/pos/main.o $(B)/libpos.a $(below)
$(B)/backoffice: $(B)/obj/backoffice/main.o $(B)/libbackoffice.a $(below)
$(PROGRAMS):
	$(call say,link $@)
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS)

$(TEST_PROGRAMS): $(B)/%: $(B)/obj/%.o $(B)/libtest.a $(B)/libpos.a \
		$(B)/libbackoffice.a $(below)
	@mkdir -p $(@D)
	$(call say,link $@)
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS) -lcmocka

$(FUZZ_PROGRAMS): $(B)/%: $(B)/obj/%.o \
		$(if $(FUZZER),,$(B)/obj/tests/fuzz/feed.o) $(B)/libtest.a \
		$(B)/libpos.a $(B)/libbackoffice.a $(below)
	@mkdir -p $(@D)
	$(call say,link $@)
	$(Q)$(LINK) $(if $(FUZZER),-fsanitize=fuzzer) -o $@ $^ $(PKG_LIBS) -lcmocka
# Plain: it defines the very calls that hardening and sanitizers replace.
$(B)/tests/%.so: tests/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,compile $<)
	$(Q)$(CC) -std=c17 -D_GNU_SOURCE -I. $(WARNINGS) $(CFLAGS) \
		-U_FORTIFY_SOURCE -fPIC -fvisibility=hidden -shared -o $@ $< -ldl

$(B)/obj/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,compile $<)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

$(B)/obj/gen/migrations.o: $(B)/gen/migrations.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,compile $<)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

# 0001_name.sql becomes {1, "name", "its text"}.
$(B)/gen/migrations.c: $(MIGRATIONS) $(B)/files
	@mkdir -p $(@D)
	$(call say,generate $@)
	@{ echo '#include "schema/store/migrations.h"'; \
	echo 'const struct migration migrations[] = {'; \
	for f in $(MIGRATIONS); do \
		echo "$$f" | sed 's,.*/0*\([0-9]*\)_\(.*\)\.sql$$,{\1\, "\2"\,,'; \
		sed 's/[\\"?]/\\&/g; s/.*/"&\\n"/' "$$f"; echo '},'; \
	done; \
	echo '{0, 0, 0}};'; \
	echo 'const size_t migration_count = $(words $(MIGRATIONS));'; } >$@

$(B)/locale/%/LC_MESSAGES/titipan.mo: drivers/terminal/po/%.po
	@mkdir -p $(@D)
	$(call say,translate $<)
	$(Q)msgfmt --check -o $@ $<

# A program writes its own page, from the tables that its --help is made of.
$(B)/man/man1/%.1: $(B)/% | catalogues
	@mkdir -p $(@D)
	$(call say,write $@)
	$(Q)LANGUAGE=en $< --man >$@

# Changed flags rebuild every object, a removed file its library.
$(B)/flags: FORCE
	@mkdir -p $(B)
	@printf '%s\n' '$(subst ','\'',$(COMPILE) $(LINK))' | cmp -s - $@ || \
		printf '%s\n' '$(subst ','\'',$(COMPILE) $(LINK))' >$@
$(B)/files: FORCE
	@mkdir -p $(B)
	@echo $(DRIVERS) $(SCHEMA) $(POS) $(PAPER) $(BACKOFFICE) $(MIGRATIONS) \
		$(TEST_SUPPORT) | cmp -s - $@ || \
	echo $(DRIVERS) $(SCHEMA) $(POS) $(PAPER) $(BACKOFFICE) $(MIGRATIONS) \
		$(TEST_SUPPORT) >$@
.PHONY: FORCE
.SECONDARY:
.DELETE_ON_ERROR:

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)

# --- what a person types -------------------------------------------------
again = @$(MAKE) --no-print-directory

.PHONY: help deps test-deps run check fault-long fuzz-long bench check-fast \
	cover guide format install clean
help:
	@echo 'make run         installs what is missing, builds, opens the till on'
	@echo '                 a rehearsal mart; without a terminal on its input it'
	@echo '                 works through one day instead and shows its papers'
	@echo 'make             builds pos and backoffice into build/'
	@echo 'make check       every test, plain and with ASan and UBSan'
	@echo 'make check-fast  the short tests, plain only'
	@echo 'make fault-long  the tests of faults and random histories in their long form'
	@echo 'make bench       measures everything beside its limit; a large mart is made'
	@echo '                 on the first run: BENCH_LINES=5000000 for the whole, kept'
	@echo '                 in BENCH_DATA=FOLDER; BENCH="P1 P3" only those rows'
	@echo 'make cover       which lines and branches the tests reach, by room'
	@echo 'make fuzz-long   clang looks for bytes that break a parser: FUZZ_SECONDS=3600'
	@echo '                 each, JOBS at once; FUZZ="csv till" only those'
	@echo 'make guide       takes the pictures of README.md anew'
	@echo 'make format      lays the C code out'
	@echo 'make install     into $$(DESTDIR)$$(PREFIX), /usr/local if not given'
	@echo 'make deps        only installs the packages that the build needs'
	@echo 'make test-deps   ... and those that the tests need'
	@echo 'make clean       removes build/, the rehearsal mart with it'
	@echo
	@echo 'O=FOLDER instead of build; TEST="PART-OF-A-NAME ..." only those'
	@echo 'tests; JOBS=N at once; SANITIZE=1 builds with sanitizers into'
	@echo 'build/san; V=1 shows the commands; CC, CFLAGS, LDFLAGS as usual.'

# make itself always ends 2 when a command fails; where packages are missing
# and may not be installed, the command below ends 3, and says what to type.
deps:
	@.ci/install $(BUILD_PACKAGES)
test-deps:
	@.ci/install $(BUILD_PACKAGES) $(TEST_PACKAGES)

run: deps
	$(again) -j$(JOBS) programs
	@if ! [ -t 0 ]; then \
		rm -rf $(O)/day; \
		exec backoffice/rehearsal/day $(O) $(O)/day; \
	fi; \
	mart=$(O)/rehearsal/mart.db; \
	if ! [ -e $$mart ]; then \
		mkdir -p -m 700 $(O)/rehearsal; \
		$(O)/backoffice demo $$mart || exit; \
	fi; \
	echo "The cashier rini has the PIN 2604."; \
	exec $(O)/pos -d $$mart

check: test-deps
	$(again) -j$(JOBS) all tests
	$(again) -j$(JOBS) SANITIZE=1 all tests
	@tests/run --plain $(O) --san $(O)/san --jobs $(JOBS) $(TEST)

# Hours: the seeds and counts are in what it prints.
fault-long: test-deps
	$(again) -j$(JOBS) all tests
	@tests/run --plain $(O) --long --jobs $(JOBS) $(TEST)

bench: test-deps
	$(again) -j$(JOBS) all tests
	@tests/bench/bench $(O) $(BENCH_DATA) $(BENCH_LINES) $(BENCH)

check-fast: test-deps
	$(again) -j$(JOBS) all tests
	@tests/run --plain $(O) --fast --jobs $(JOBS) $(TEST)

# Another set of flags, so another folder; without optimizing, so that each
# line and branch is there to be counted.
cover: test-deps
	@.ci/install $(COVER_PACKAGES)
	@mkdir -p $(O)/cover && find $(O)/cover -name '*.gcda' -delete
	$(again) O=$(O)/cover CFLAGS='-O0 -g --coverage' HARDEN=-fPIE -j$(JOBS) \
		all tests
	@JOBS=$(JOBS) tests/cover $(O)/cover

# clang's fuzzer finds its way by the branches it sees, so all is built anew;
# the warnings are gcc's business.
fuzz-long: test-deps
	@.ci/install $(FUZZ_PACKAGES)
	$(again) O=$(O)/fuzz CC=clang FUZZER=1 CFLAGS='-O1 -g' WARNINGS= \
		HARDEN='-fsanitize=fuzzer-no-link,address,undefined \
			-fno-sanitize-recover=all -fPIE' \
		-j$(JOBS) fuzz-targets
	@tests/fuzz/long $(O)/fuzz $(FUZZ_SECONDS) $(JOBS) $(FUZZ)

guide: test-deps
	$(again) -j$(JOBS) all tests
	GUIDE_WRITE=1 TITIPAN_BIN=$(abspath $(O)) tests/screen/test_guide

format: test-deps
	@find $(wildcard drivers schema pos backoffice tests) -name '*.[ch]' \
		-exec clang-format -i {} +

install: programs manuals
	install -d $(DESTDIR)$(PREFIX)/bin
	install $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	install -d $(DESTDIR)$(PREFIX)/share/titipan
	install backoffice/auditor/verify_journal \
		$(DESTDIR)$(PREFIX)/share/titipan
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 $(MANUALS) $(DESTDIR)$(PREFIX)/share/man/man1
	cd $(B)/locale && find . -name '*.mo' -exec \
		install -D -m 644 {} $(abspath $(DESTDIR)$(PREFIX))/share/locale/{} ';'

clean:
	rm -rf $(O)
