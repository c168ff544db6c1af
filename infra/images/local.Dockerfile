# The servers of the embedded stack on Debian: one image with all of them, tagged under the official
# names with an entry each. `npm run images:local` makes the folders that are copied here.
FROM broadsheet-local-base
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
COPY authorities.crt /etc/ssl/certs/authorities.crt
COPY jdk /opt/jdk
COPY kafka /opt/kafka/libs
COPY connect /opt/connect/plugins
COPY postgres /opt/postgres
COPY elasticsearch /usr/share/elasticsearch
COPY broadsheet /opt/broadsheet
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
  && groupadd --gid 999 postgres && useradd --uid 999 --gid 999 --home /var/lib/postgresql postgres \
  && install -d -o 999 -g 999 /data /var/lib/postgresql /var/run/postgresql \
  && install -d -o 1000 -g 1000 /var/lib/kafka/data \
  && install -d -o 1000 -g 0 /usr/share/elasticsearch/data \
  && install -d -o 101 -g 101 /var/lib/clickhouse
