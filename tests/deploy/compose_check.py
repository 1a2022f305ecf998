"""Looks for faults in compose.yaml, .env.sample and the Dockerfiles; then plants some, to see that they are found."""

import json
import pathlib
import re
import sys

import yaml

COMPOSE = ("compose.yaml", "compose.tls.yaml", "compose.tools.yaml")
DOCKERFILES = ("docker/cdc.Dockerfile", "docker/admin.Dockerfile", "docker/postgres.Dockerfile")
# Compose itself reads these.
OF_COMPOSE = {"COMPOSE_PROFILES", "COMPOSE_FILE"}
# They prepare their own root when they start.
WRITE_THEIR_ROOT = {"elasticsearch", "kibana", "kibana-user", "kibana-view"}
# Files that their owner brings, or that are made at the start.
BROUGHT = ("SECRETS", "TLS_CERTIFICATE", "TLS_KEY")
DOCUMENTS = ("README.md", "docs/containers.md", "docs/deploy.md", "docs/upgrade.md", "docs/backup.md", "docs/nginx.md")
SECRET_NAME = re.compile(r"PASSWORD|PASSWD|TOKEN|SECRET|API_KEY|CREDENTIAL", re.I)


class Sources:
    def __init__(self, root):
        self.root = root
        names = COMPOSE + DOCKERFILES + (".env.sample", "docker/walcast.json", "docker/admin.json", "docker/database", ".dockerignore", ".gitignore", "tests/support/packages.sh")
        names += DOCUMENTS + ("docker/nginx/https_port.conf", "docker/nginx/servers.conf")
        self.texts = {name: (root / name).read_text() for name in names}

    def with_change(self, name, old, new):
        assert old in self.texts[name], f"{name} does not have {old!r}"
        changed = object.__new__(Sources)
        changed.root = self.root
        changed.texts = {**self.texts, name: self.texts[name].replace(old, new, 1)}
        return changed

    def compose(self, name="compose.yaml"):
        return yaml.safe_load(self.texts[name])

    def services(self):
        return self.compose()["services"].items()

    def environment_sample(self):
        """The variables with what stands for them, and those that no comment explains."""
        values, bare, explained = {}, [], False
        for line in self.texts[".env.sample"].splitlines():
            if line.startswith("#"):
                explained = True
            elif not line:
                explained = False
            else:
                name, value = line.split("=", 1)
                values[name] = value
                if not explained:
                    bare.append(name)
        return values, bare


def variables_in(text):
    return set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text))


def variables(sources):
    sample, bare = sources.environment_sample()
    used = set().union(*(variables_in(sources.texts[name]) for name in COMPOSE))
    arguments = {}
    for name in DOCKERFILES:
        arguments.update(re.findall(r"^ARG (\w+)=(\S+)$", sources.texts[name], re.M))
    for name in sorted((used | set(arguments)) - set(sample)):
        yield f".env.sample lacks {name}"
    for name in sorted(set(sample) - used - OF_COMPOSE):
        yield f".env.sample has {name}, which nobody uses"
    for name in bare:
        yield f"no comment of .env.sample explains {name}"
    for name, value in arguments.items():
        if sample.get(name, value) != value:
            yield f"{name} is {value} in a Dockerfile and {sample[name]} in .env.sample"
    for name in COMPOSE:
        for variable in re.findall(r"(?<!\$)\$(?:[A-Za-z_]|\{[A-Z_]+\})", sources.texts[name]):
            yield f"{name}: without .env, {variable} is silently empty"


def short_form(mount):
    if isinstance(mount, str):
        return mount
    return f"{mount['source']}:{mount['target']}" + (":ro" if mount.get("read_only") else "")


def mounts(sources):
    volumes = set(sources.compose()["volumes"])
    for file in COMPOSE:
        for name, service in sources.compose(file)["services"].items():
            for mount in map(short_form, service.get("volumes", [])):
                source = re.sub(r"\$\{(\w+)[^}]*\}", r"$\1", mount).split(":")[0]
                if source.startswith("./"):
                    if not (sources.root / source).exists():
                        yield f"{name} mounts {source}, which is not there"
                    if not mount.endswith(":ro"):
                        yield f"{name} may write to {source}"
                elif source.startswith("$"):
                    if source[1:] not in BROUGHT:
                        yield f"{name} mounts {source}"
                    if not mount.endswith(":ro") and name != "secrets":
                        yield f"{name} may write to {source}"
                elif source not in volumes:
                    yield f"{name} mounts the volume {source}, which is not declared"
    for name in DOCKERFILES:
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", sources.texts[name], re.M):
            for source in line.split():
                if not (sources.root / source).exists():
                    yield f"{name} copies {source}, which is not there"
                if f"!{source.split('/')[0]}" not in sources.texts[".dockerignore"]:
                    yield f"{name} copies {source}, which .dockerignore leaves out"


def images(sources):
    for name, service in sources.services():
        image = service["image"]
        if "build" in service:
            if not re.fullmatch(r"walcast[a-z-]*:\$\{VERSION:\?[^}]*\}", image):
                yield f"the image of {name} does not have the tag VERSION"
            if not (sources.root / service["build"]["dockerfile"]).exists():
                yield f"there is no {service['build']['dockerfile']}"
        elif not re.search(r":v?\d+\.\d+\.\d+(-[a-z]+)?(@sha256:[0-9a-f]{64})?$", image):
            yield f"{name}: {image} is not pinned to one release"
    for name in DOCKERFILES:
        text = sources.texts[name]
        if not re.search(r"^ARG DEBIAN=bookworm-\d{8}-slim(@sha256:[0-9a-f]{64})?$", text, re.M):
            yield f"{name} does not pin the day of Debian"
        stages = set(re.findall(r"^FROM \S+ AS (\S+)$", text, re.M))
        for base in re.findall(r"^FROM (\S+)", text, re.M):
            if base not in stages and base != "docker.io/library/debian:${DEBIAN}":
                yield f"{name} begins with {base}"
        if not re.search(r"^USER [1-9]\d*:[1-9]\d*$", text, re.M):
            yield f"{name} names no user without rights"
        if not re.search(r"^ENTRYPOINT \[", text, re.M) or re.search(r"^(ENTRYPOINT|CMD) [^\[]", text, re.M):
            yield f"{name}: a shell would be process 1 and keep SIGTERM to itself"


def libraries(sources):
    """What a build needs is listed once for `./dev`, and again where the images are built."""
    of_tests = {"libgtest-dev", "libgmock-dev", "librapidcheck-dev", "libbenchmark-dev"}
    listed = re.search(r"^packages=\(\n(.*?)^\)", sources.texts["tests/support/packages.sh"], re.M | re.S)[1]
    wanted = set(re.findall(r"\b[\w.+-]+-dev\b", listed)) - of_tests
    for name in ("docker/cdc.Dockerfile", "docker/admin.Dockerfile"):
        for package in sorted(wanted - set(re.findall(r"[\w.+-]+-dev\b", sources.texts[name]))):
            yield f"{name} builds without {package}"


def ports(sources):
    for name, service in sources.services():
        if "ports" in service and name != "nginx":
            yield f"{name} is published"
        if service.get("network_mode") == "host":
            yield f"{name} is in the network of the host"
    for name, service in sources.compose("compose.tools.yaml")["services"].items():
        for port in service.get("ports", []):
            if not port.startswith("127.0.0.1:"):
                yield f"compose.tools.yaml publishes {name} beyond this machine"
    sample = sources.environment_sample()[0]
    if not sample.get("HTTP_ADDRESS", "").startswith("127.0.0.1:"):
        yield "plain HTTP is published beyond this machine"
    https = sample["HTTPS_ADDRESS"].split(":")[-1]
    if f'default "{"" if https == "443" else ":" + https}";' not in sources.texts["docker/nginx/https_port.conf"]:
        yield f"plain HTTP is not sent on to the port of HTTPS, {https}"
    if f"HTTPS_ADDRESS=0.0.0.0:{https}" not in sources.texts["docs/containers.md"]:
        yield "docs/containers.md publishes TLS elsewhere than .env.sample"


def addresses(sources):
    """nginx starts although an admin server is away: it need not ask anybody else where they are."""
    services = dict(sources.services())
    hosts = dict(entry.split(":", 1) for entry in services["nginx"].get("extra_hosts", []))
    for name in re.findall(r"^server ([\w-]+):", sources.texts["docker/nginx/servers.conf"], re.M):
        if services[name]["networks"]["front"]["ipv4_address"] != hosts.get(name):
            yield f"nginx does not know where {name} is while that is away"


def secrets(sources):
    for file in COMPOSE:
        for name, service in sources.compose(file)["services"].items():
            for key in service.get("environment", {}):
                if SECRET_NAME.search(key) and not key.endswith("_FILE"):
                    yield f"the environment of {name} has {key}"
    for name in DOCKERFILES:
        for key in re.findall(r"^(?:ARG|ENV) (\w+)", sources.texts[name], re.M):
            if SECRET_NAME.search(key):
                yield f"{name} has {key}"
    for name in sources.environment_sample()[0]:
        if SECRET_NAME.search(name) and name != "SECRETS":
            yield f".env.sample has {name}"
    for folder in ("docker/secrets", "docker/tls"):
        if folder not in sources.texts[".dockerignore"].splitlines() or f"/{folder}/" not in sources.texts[".gitignore"].splitlines():
            yield f"{folder} could get into an image or a commit"
    groups = dict(re.findall(r"^  (\w+):(\d+)", sources.texts["docker/database"], re.M))
    groups["redis.acl"] = groups.get("redis")
    for name, service in sources.services():
        yield from secrets_of(sources, name, service, groups)


def secrets_of(sources, name, service, groups):
    """Every secret that a service's command or configuration names is made, and readable for it."""
    text = json.dumps(service)
    for mount in service.get("volumes", []):
        if match := re.match(r"\./(docker/\w+\.json):", mount):
            role = service.get("environment", {}).get("DATABASE_ROLE", "")
            text += sources.texts[match[1]].replace("${DATABASE_ROLE}", role)
    wanted = set(re.findall(r"/run/secrets/([a-z_.]+)", text)) - {"elasticsearch.bootstrap"}
    if wanted and not any(":/run/secrets" in mount for mount in service.get("volumes", [])):
        yield f"{name} lacks the secrets"
    for secret in sorted(wanted):
        if secret not in groups:
            yield f"nobody makes the secret {secret} of {name}"
        elif groups[secret] not in service.get("group_add", []):
            yield f"{name} may not read the secret {secret}"


def confinement(sources):
    services = dict(sources.services())
    health = {name: "HEALTHCHECK --" in sources.texts[name] for name in DOCKERFILES}
    for name, service in services.items():
        if service.get("cap_drop") != ["ALL"] or "no-new-privileges:true" not in service.get("security_opt", []):
            yield f"{name} keeps rights of root"
        if not service.get("read_only") and name not in WRITE_THEIR_ROOT:
            yield f"{name} may write to its root"
        if "build" not in service and service.get("user", "0").startswith("0"):
            yield f"{name} runs as root"
        if service.get("user", "").startswith("0") and name != "secrets":
            yield f"{name} runs as root"
        lasting = service["restart"] != "no" and "restart" in service
        if lasting and "healthcheck" not in service and not health.get(service.get("build", {}).get("dockerfile")):
            yield f"nobody asks how {name} is"
        for other, how in service.get("depends_on", {}).items():
            once = services[other]["restart"] == "no"
            if how["condition"] != ("service_completed_successfully" if once else "service_healthy"):
                yield f"{name} does not wait until {other} {'is done' if once else 'is healthy'}"
            if services[other].get("profiles", service.get("profiles")) != service.get("profiles"):
                yield f"{name} needs {other}, which is of another profile"
    if sum("admin.Dockerfile" in str(s.get("build")) and s["restart"] != "no" for s in services.values()) < 2:
        yield "there are no two admin servers"
    settings = json.dumps(services["redis"]["command"]) + json.dumps(services["postgres"]["command"])
    for wanted in ('"--appendonly", "yes"', '"--maxmemory-policy", "noeviction"', "max_slot_wal_keep_size="):
        if wanted not in settings:
            yield f"the servers are not started with {wanted}"


def documents(sources):
    """What documents tell to type names services that there are."""
    services = dict(sources.services())
    takes_a_value = {"--entrypoint", "--user", "--profile", "--tail", "--signal"}
    for name in DOCUMENTS:
        for line in re.findall(r"docker compose ([^`\n|;#]+)", sources.texts[name]):
            words, before = [], ""
            for word in line.split():
                if not word.startswith("-") and before not in takes_a_value:
                    words.append(word)
                before = word
            command, arguments = words[0], words[1:]
            if command in ("exec", "run"):
                arguments = arguments[:1] or ["nothing"]
            for word in arguments if command in ("exec", "run", "logs", "restart", "stop", "start", "kill", "up", "build") else ():
                if word not in services:
                    yield f"{name}: docker compose {command} {word}, and there is no such service"


def faults(sources):
    for check in (documents, variables, mounts, images, libraries, ports, addresses, secrets, confinement):
        yield from check(sources)


PLANTED = (
    (".env.sample", "LOG_LEVEL=", "LEVEL=", "lacks LOG_LEVEL"),
    (".env.sample", "VERSION=0.1.0", "VERSION=0.2.0", "0.2.0 in .env.sample"),
    ("compose.yaml", "${SLOT_WAL:?take it from .env.sample}", "${SLOT_WAL}", "silently empty"),
    ("compose.yaml", "./docker/walcast.json", "./docker/walcats.json", "is not there"),
    ("compose.yaml", "redis:7.4.6", "redis:latest", "not pinned"),
    ("compose.yaml", "    image: redis:7.4.6\n", "    image: redis:7.4.6\n    ports: ['6379:6379']\n", "redis is published"),
    ("compose.yaml", "discovery.type:", "ELASTIC_PASSWORD: x\n      discovery.type:", "the environment of elasticsearch"),
    ("compose.yaml", 'group_add: ["10002", "10011"', 'group_add: ["10002"', "may not read the secret redis"),
    ("compose.yaml", "postgres: { condition: service_healthy }", "postgres: { condition: service_started }", "until postgres is healthy"),
    ("docker/cdc.Dockerfile", "bookworm-20260518-slim\n", "bookworm-slim\n", "pin the day"),
    ("docker/cdc.Dockerfile", "USER 10001:10001", "USER root", "without rights"),
    ("docker/admin.Dockerfile", " libsystemd-dev ", " ", "builds without libsystemd-dev"),
    ("compose.tls.yaml", "target: /run/secrets/tls_key, read_only: true", "target: /run/secrets/tls_key", "may write to"),
    ("compose.yaml", '.12"\n    healthcheck', '.13"\n    healthcheck', "while that is away"),
    (".gitignore", "/docker/tls/\n", "", "into an image or a commit"),
    ("docker/nginx/https_port.conf", 'default "";', 'default ":8443";', "sent on to the port of HTTPS"),
    ("docs/containers.md", "exec walcast-admin-1 walcast-admin user", "exec walcast-admin walcast-admin user", "no such service"),
    ("docker/admin.Dockerfile", 'CMD ["run"]', "CMD walcast-admin run", "process 1"),
)


def main():
    sources = Sources(pathlib.Path(sys.argv[1]))
    found = list(faults(sources))
    for name, old, new, words in PLANTED:
        if not any(words in fault for fault in faults(sources.with_change(name, old, new))):
            found.append(f"the fault that was planted in {name} is not found: {new!r}")
    for fault in found:
        print("FAIL:", fault)
    if found:
        return 1
    print(f"compose.yaml and the Dockerfiles: no faults, and {len(PLANTED)} planted ones found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
