# make demo · make test · make check · make bench: each makes its own .venv, from the lock file, when there is none.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
MAIL := $(VENV)/mail
SSH := $(VENV)/ssh

# Every process that a test starts would compile the whole program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check tests nightly bench docs pictures lock clean

demo: $(STAMP)
	$(BIN)/hrtui demo

# The checks keep one core busy for a minute: the tests run beside them.
test: $(STAMP)
	$(MAKE) --jobs=2 check tests

tests: $(STAMP) $(MAIL)/.unpacked $(SSH)/.unpacked
	$(BIN)/python -m pytest -n auto --dist worksteal tests

# The tests that try for a long time: kills, power cuts, full disks, files of nonsense.
nightly: $(STAMP) $(MAIL)/.unpacked $(SSH)/.unpacked
	HRTUI_TESTS=nightly $(BIN)/python -m pytest -n auto --dist worksteal tests/store tests/services tests/ssh tests/rules tests/ui/test_disk_on_screen.py

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP)
	$(BIN)/python -m tests.bench.run

# The generated reference (keys, commands, settings); a test refuses a stale one.
docs: $(STAMP)
	$(BIN)/python -m hrtui.cli.reference docs

# The pictures of docs/pictures, drawn from the program itself.
pictures: $(STAMP)
	$(BIN)/python -m tests.pictures.make

lock:
	$(PYTHON) -m uv pip compile --universal --generate-hashes --no-annotate --no-header --no-emit-index-url --extra dev --python-version 3.11 -o requirements.lock pyproject.toml

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "hrtui needs Python 3.11 or later; name it with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "This Python cannot make a venv; on Debian: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# The mail server that tests send to, from Debian's packages: unpacked, not installed, and it runs only while a test does.
$(MAIL)/.unpacked: tests/unpack.sh | $(STAMP)
	@tests/unpack.sh $(MAIL) exim4-daemon-light libnss-wrapper && touch $@ || echo "No mail server was unpacked; the tests that send to one are skipped."

# OpenSSH for the tests that log in, strace for those that cut the power: likewise, where they are not installed.
$(SSH)/.unpacked: tests/unpack.sh | $(STAMP)
	@test -x /usr/sbin/sshd && test -x /usr/bin/ssh && test -x /usr/bin/strace && mkdir -p $(SSH) || tests/unpack.sh $(SSH) openssh-server openssh-client strace && touch $@ || echo "OpenSSH was not unpacked; the tests that log in are skipped."

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .import_linter_cache
