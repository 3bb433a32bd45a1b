#!/bin/sh
# Makes the secrets of an installation in the folder named: passwords of the database, and a certificate authority of its
# own for TLS between the service and PostgreSQL. What is there already is left alone. Run as root, once, and again every
# two years: the certificates of the servers (not the authority) are made anew when they have less than 90 days left.
#
#   docker/secrets.sh /srv/luutru/secrets
#
# The key file is made by the service itself: see docker-compose.yml.
set -eu
umask 077

folder="${1:?the folder for the secrets}"
# Users inside of the images: whoever reads a private file owns it.
postgres=999
mkdir -p "$folder"
chmod 700 "$folder"
cd "$folder"

for name in admin owner luutru standby; do
	[ -s "database-$name" ] || openssl rand -hex 24 >"database-$name"
	# Read by several users inside of the containers; the folder keeps everybody else out.
	chmod 444 "database-$name"
done

if [ ! -s ca.key ]; then
	openssl ecparam -name prime256v1 -genkey -noout -out ca.key
	openssl req -x509 -new -key ca.key -sha256 -days 3650 -subj "/CN=Luu Tru internal CA" \
		-addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" -out ca.crt
fi
chmod 444 ca.crt

for name in primary standby; do
	if [ -s "$name.crt" ] && openssl x509 -in "$name.crt" -noout -checkend 7776000 >/dev/null; then
		continue
	fi
	openssl ecparam -name prime256v1 -genkey -noout -out "$name.key"
	printf '%s\n' "subjectAltName=DNS:$name,DNS:localhost" "extendedKeyUsage=serverAuth" \
		"keyUsage=critical,digitalSignature" "basicConstraints=critical,CA:FALSE" >"$name.ext"
	openssl req -new -key "$name.key" -subj "/CN=$name" |
		openssl x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial -sha256 -days 825 -extfile "$name.ext" -out "$name.crt"
	rm "$name.ext"
	chmod 444 "$name.crt"
	chmod 400 "$name.key"
	chown "$postgres:$postgres" "$name.key"
done
echo "secrets are in $folder; keep ca.key and keys.json somewhere else as well"
