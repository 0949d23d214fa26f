# Each command builds the virtual environment it needs: .venv-serving without torch, .venv for everything else.

PYTHON ?= python3
SEED ?= 1
PAIRS ?= 2400
RUN ?= out/run

.PHONY: help demo serve test test-slow train bench clean
.DEFAULT_GOAL := help

help:  ## what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: .venv-serving/ready  ## compare the sample pairs with the released model; writes out/demo/report.html
	.venv-serving/bin/python -m serving demo --out out/demo

serve: .venv-serving/ready  ## the service on http://127.0.0.1:8000
	.venv-serving/bin/python -m serving serve

test: .venv/ready  ## ruff, mypy and pytest, as the build runs them
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/python -m pytest

test-slow: .venv/ready  ## the tests that take minutes
	.venv/bin/python -m pytest -m slow

train: .venv/ready  ## simulate pairs, train both branches, export: what made the released model, in kind (about three hours)
	.venv/bin/python -m datasets simulate --out out/pairs --pairs $(PAIRS) --seed $(SEED)
	.venv/bin/python -m training fit out/pairs --out $(RUN)/pair --experiment pair
	.venv/bin/python -m training fit out/pairs --out $(RUN)/again --experiment pair-again --init $(RUN)/pair/last.ckpt
	.venv/bin/python -m training fit out/pairs --out $(RUN)/wide --experiment pair-wide --init $(RUN)/again/last.ckpt
	.venv/bin/python -m training fit out/pairs --out $(RUN)/single --experiment single
	.venv/bin/python -m training export $(RUN)/wide --single $(RUN)/single --last --out out/uncalibrated.onnx
	.venv/bin/python -m datasets simulate --out out/benign --pairs 600 --seed 2 --benign --split val
	.venv/bin/python -m training calibrate out/benign --model out/uncalibrated.onnx --out out/calibrated.onnx
	.venv/bin/python -m datasets simulate --out out/lots --pairs 800 --seed 3 --split val
	.venv/bin/python -m training weigh out/lots --model out/calibrated.onnx --out out/doorlicht.onnx

bench: .venv/ready  ## how fast each step is on this machine
	.venv/bin/python -m datasets bench
	.venv/bin/python -m serving bench

clean:  ## remove what was built, but no weights and no figures
	rm -rf .venv .venv-serving out build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv-serving/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv-serving
	.venv-serving/bin/python -m pip install --quiet --constraint constraints.txt .
	touch $@

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --constraint constraints.txt '.[train,dev]'
	touch $@
