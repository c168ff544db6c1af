#!/bin/sh
# Runs nginx as the gateway, in the foreground, with this folder's configuration.
#   PORT       what it listens on (8080)
#   WRITE_API  host:port of write-api; the name stands for all of its instances (write-api:3000)
#   READ_API   the same of read-api (read-api:3000)
#   PROXIES    addresses and ranges of proxies before this one, whose X-Forwarded-For is believed (none)
#   RUN_DIR    the one folder that it writes to (/tmp)
#   RESOLVERS  name servers; without it those of /etc/resolv.conf, which nginx does not read by itself
set -eu

here=$(cd "$(dirname "$0")" && pwd)
run=${RUN_DIR:-/tmp}

nameservers() {
    while read -r word address _; do
        [ "$word" = nameserver ] || continue
        case $address in
        *:*) printf ' [%s]' "$address" ;;
        *) printf ' %s' "$address" ;;
        esac
    done </etc/resolv.conf
}

# Where `stream` is a module of its own (Debian) it has to be loaded; elsewhere there is no such file.
modules=$(nginx -V 2>&1 | sed -n 's/.*--modules-path=\([^ ]*\).*/\1/p')
module=$modules/ngx_stream_module.so

cp "$here/nginx.conf" "$here/routes.conf" "$run/"
cd "$run"
# A process that was killed leaves them, and the next one could not listen.
rm -f write.sock read.sock
if [ -f "$module" ]; then echo "load_module $module;"; fi >modules.conf
{
    echo "listen ${PORT:-8080};"
    for proxy in $(echo "${PROXIES:-}" | tr ',' ' '); do echo "set_real_ip_from $proxy;"; done
} >listen.conf
cat >instances.conf <<END
resolver ${RESOLVERS:-$(nameservers)} valid=2s;
resolver_timeout 3s;
map "" \$write_api { default ${WRITE_API:-write-api:3000}; }
map "" \$read_api { default ${READ_API:-read-api:3000}; }
END
exec nginx -e stderr -p "$run/" -c "$run/nginx.conf" -g 'daemon off;'
