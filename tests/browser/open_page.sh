# What the tests of pages share; sourced. Leaves the test with 77 where there is no Chromium, else in an empty folder.
browser=$(command -v chromium || command -v chromium-browser || true)
[ -n "$browser" ] || { echo "skipped: chromium is not installed (scripts/setup --all)"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

# The page with a script at its end, as the browser leaves it: the line "measured: ..."; and what the console said, to a
# file. A window of Chromium is 500 pixels wide at least: a narrower page is opened in a frame.
open_page() { # PAGE SCRIPT WIDTH
  sed '/^<\/body>$/d; /^<\/html>$/d' "$1" | cat - "$here/$2" > opened.html
  local shown=opened.html
  if [ "$3" -lt 500 ]; then
    shown=framed.html
    echo "<body style=margin:0><iframe src=opened.html style='border:0;width:$3px;height:900px'></iframe><script>
addEventListener('message', (e) => document.body.append(e.data))</script></body>" > framed.html
  fi
  timeout 120 "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir="$work/profile" \
    --allow-file-access-from-files --virtual-time-budget=5000 --enable-logging=stderr --v=0 --window-size="$3,1000" \
    --dump-dom "file://$work/$shown" > dom 2> log || { cat log; fail "the browser did not run"; }
  grep -o 'CONSOLE.*' log > console || true
  sed -n 's/.*\(measured: [a-z]* [0-9][^<]*\).*/\1/p' dom
}

check() { # PAGE SCRIPT WIDTH EXPECTED
  local measured
  measured=$(open_page "$1" "$2" "$3")
  [ "$measured" = "measured: $4" ] || { fail "$1 at $3 pixels"; diff <(echo "measured: $4") <(echo "$measured") || true; }
  [ ! -s console ] || { fail "$1 at $3 pixels: the console says"; cat console; }
}

must_fail() { # WHAT PAGE SCRIPT WIDTH EXPECTED
  if (failures=0; check "$2" "$3" "$4" "$5" > /dev/null; [ $failures -eq 0 ]); then fail "not found: $1"; fi
}

finish() { # NAME
  [ $failures -eq 0 ] && echo "$1: all passed" || exit 1
}
