#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd) || exit 1
for version in {pythons}; do
    for python in "python$version" "/opt/homebrew/bin/python$version" \
        "/Library/Frameworks/Python.framework/Versions/$version/bin/python$version"; do
        if "$python" -c "import ensurepip, venv" >/dev/null 2>&1; then
            exec "$python" "$here/start.py" {task} "$@"
        fi
    done
done
cat "$here/no-python.txt"
exit 1
