#!/usr/bin/env bash
# Clones the committed tree into an empty folder and runs the README's commands there, timing the way to the first answer.
set -euo pipefail
repository=$(git rev-parse --show-toplevel)
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
began=$(date +%s)
say() { printf '%4ds  %s\n' "$(($(date +%s) - began))" "$1"; }

git clone --quiet "$repository" "$folder/mediator-bot"
cd "$folder/mediator-bot"
say "cloned"
make install
say "installed"
.venv/bin/mediator-bot init
say "sample library made"
.venv/bin/mediator-bot index
say "indexed"
.venv/bin/mediator-bot ask "Who returned the deposit when there were no photos?" >answer.txt
head -n 6 answer.txt
say "first answer"
.venv/bin/mediator-bot ask "楼上漏水，楼上不开门，以前怎么调成的" >answer.txt
head -n 6 answer.txt
make run >run.log 2>&1 &
server=$!
for _ in $(seq 60); do grep -q '^Open ' run.log && break; sleep 1; done
address=$(sed -n 's/^Open //p' run.log)
for _ in $(seq 60); do curl --silent --fail --location --cookie-jar jar --output page.html "$address" && break; sleep 1; done
grep -qi '<html' page.html
say "the chat answers at $address"
kill "$server"
make test
say "every test passed"
