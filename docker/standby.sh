#!/bin/sh
# Copies the primary into an empty volume, then follows it. Its slot makes the primary keep what the standby has not yet read.
set -eu

if [ ! -s "$PGDATA/PG_VERSION" ]; then
	# The image starts us as root; the copy belongs to postgres.
	mkdir -p "$PGDATA"
	chown postgres:postgres "$PGDATA"
	chmod 700 "$PGDATA"
	copy() {
		PGPASSWORD="$(cat /run/secrets/database_standby)" gosu postgres pg_basebackup \
			--pgdata "$PGDATA" --write-recovery-conf --wal-method stream --checkpoint fast --slot standby \
			--dbname "host=primary user=standby sslmode=verify-full sslrootcert=/run/secrets/database_ca" "$@"
	}
	# The slot is there already when an earlier copy was interrupted.
	copy --create-slot || copy
fi
exec docker-entrypoint.sh "$@"
