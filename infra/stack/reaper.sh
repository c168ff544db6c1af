# Waits for the end of its input, then ends the process groups listed in the folder $1: first by
# each one's stop signal, after a while by force. A pid whose start time differs is someone else's.
trap '' INT TERM HUP
cat >/dev/null

started() {
  if [ -r "/proc/$1/stat" ]; then
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return
    set -- ${stat##*) }
    [ "$1" = Z ] || echo "${20}"
  else
    ps -o lstart= -p "$1" 2>/dev/null | sed 's/^ *//; s/ *$//; s/ /_/g'
  fi
}

left() {
  for file in "$1"/*; do
    [ -f "$file" ] || continue
    read -r pid start signal <"$file" || continue
    [ "$(started "$pid")" = "$start" ] && echo "$pid $signal"
  done
}

left "$1" | while read -r pid signal; do kill -s "$signal" -- "-$pid" 2>/dev/null; done
waited=0
while [ $waited -lt 15 ] && [ -n "$(left "$1")" ]; do
  sleep 1
  waited=$((waited + 1))
done
left "$1" | while read -r pid signal; do kill -s KILL -- "-$pid" 2>/dev/null; done
rm -rf "$1"
