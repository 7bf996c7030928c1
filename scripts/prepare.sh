# prepare.sh: sourced by ./run and ./test: installs what is missing, finds Node, builds. Says what it does.
# Needs $root (the project's folder). Works as root or with sudo, and offline once everything is there.

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }
fail() { printf 'roost: %s\n' "$*" >&2; exit 1; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
can_be_root() { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null; }

# Prints the packages of the given groups of scripts/packages.txt that are not installed.
missing_packages() {
  local wanted
  wanted=$(awk -v groups=" $* " '/^# group /{on = index(groups, " " $3 " ")} !/^#/ && on' "$root/scripts/packages.txt")
  for package in $wanted; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || printf '%s ' "$package"
  done
}

is_debian_12() { [ "$(. /etc/os-release 2>/dev/null && echo "$ID $VERSION_ID")" = "debian 12" ]; }

# Runs a step without a word; what it said is in build/last-step.log.
logged() { "$@" >"$root/build/last-step.log" 2>&1; }

install_packages() {
  command -v dpkg-query >/dev/null || fail "this script installs Debian packages; on another system see docs/guide/building.md"
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  is_debian_12 || fail "packages are missing and this is not Debian 12, whose package names this script knows; see docs/guide/building.md"
  can_be_root || fail "packages are missing and there is neither root nor sudo; as root run: apt-get install $missing"
  say "installing Debian packages: $missing"
  # Without the mode apt calls lists that it could not fetch a success.
  logged as_root apt-get update -qq -o APT::Update::Error-Mode=any \
    || fail "the Debian package lists can't be read; is the network up? (build/last-step.log)"
  # shellcheck disable=SC2086
  logged as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing \
    || fail "the packages can't be installed: $(grep -m1 '^E:' "$root/build/last-step.log" || echo 'see build/last-step.log')"
}

node_is_new_enough() {
  command -v node >/dev/null && command -v npm >/dev/null \
    && [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" = true ] \
    && [ "$(npm --version 2>/dev/null | cut -d. -f1)" -ge 11 ]
}

node_machine() { case "$(uname -m)" in aarch64) echo arm64 ;; *) echo x64 ;; esac; }

# The build needs Node 20 and npm 11; Debian 12 has 18 and 9, which are enough to fetch newer ones into .tools.
use_node() {
  node_is_new_enough && return 0
  local tools="$root/.tools"
  export PATH="$tools/node_modules/.bin:$tools/node_modules/node-linux-$(node_machine)/bin:$PATH"
  node_is_new_enough && return 0
  command -v npm >/dev/null || install_packages node
  say "installing a newer Node into .tools"
  logged npm install --prefix "$tools" --no-audit --no-fund --loglevel=error "node-linux-$(node_machine)@22" npm@11 \
    || fail "Node 20 or newer is needed and could not be installed from npm; is the network up? (build/last-step.log)"
  hash -r
  node_is_new_enough || fail "Node 20 or newer is needed; found $(node --version 2>/dev/null || echo none)"
}

# Runs a step whose output only matters when it fails.
quietly() {
  local log="$root/build/last-step.log"
  "$@" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
}

install_web_packages() {
  local stamp="$root/web/node_modules/.lock-installed"
  cmp -s "$root/web/package-lock.json" "$stamp" && return 0
  say "installing the web application's packages"
  (cd "$root/web" && logged npm ci --no-audit --no-fund) \
    || fail "the web application's packages can't be installed; is the network up? (build/last-step.log)"
  cp "$root/web/package-lock.json" "$stamp"
}

# Builds web/dist when its sources, its lock file or the API document changed.
build_web() {
  mkdir -p "$root/build"
  python3 "$root/scripts/merge_openapi.py" --root "$root" --out "$root/build/openapi.json"
  install_web_packages
  local now stamp="$root/web/dist/.built-from"
  now=$(cd "$root" && { git ls-files -co --exclude-standard web | LC_ALL=C sort | xargs -d '\n' sha256sum; sha256sum build/openapi.json; } 2>/dev/null | sha256sum)
  [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && return 0
  say "building the web application"
  (cd "$root/web" && quietly npm run types && quietly npm run build) || fail "the web application does not build"
  echo "$now" >"$stamp"
}

configure_cpp() {
  [ ! -f "$root/build/$1/build.ninja" ] || return 0
  say "configuring ($1)"
  (cd "$root" && quietly cmake --preset "$1") || fail "cmake could not configure"
}

# Configures and builds a preset: build_cpp PRESET [TARGET…]
build_cpp() {
  local preset=$1 goals=(); shift
  export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1
  export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
  configure_cpp "$preset"
  say "building ($preset)"
  [ $# -gt 0 ] && goals=(--target "$@")
  (cd "$root" && cmake --build --preset "$preset" "${goals[@]}") || fail "the C++ build failed"
}
