#!/usr/bin/env bash
# Installs what was built: the command, the guests' Swift SDK, completions, and where Swiftlet's package is, for the
# manifests that `swiftlet new` writes. Or removes all that.
#
# usage: scripts/install.sh install PROGRAM SDK-FOLDER, or scripts/install.sh uninstall; both with PREFIX, and
# optionally DESTDIR, in the environment
set -euo pipefail
cd "$(dirname "$0")/.."

readonly prefix=${PREFIX:?the folder to install into, such as /usr/local}
if [[ $prefix != /* ]]; then
    echo "error: PREFIX must be an absolute path; it is $prefix" >&2
    exit 2
fi
readonly root=${DESTDIR-}$prefix
readonly program=$root/bin/swiftlet
readonly data=$root/share/swiftlet
readonly bash_completion=$root/share/bash-completion/completions/swiftlet
readonly zsh_completion=$root/share/zsh/site-functions/_swiftlet
readonly fish_completion=$root/share/fish/vendor_completions.d/swiftlet.fish

# What a manifest depends on: a release by its URL and version, on two lines; anything else by the checkout's path.
package_record() {
    local version origin
    version=$(scripts/version.sh)
    if [[ -e .git ]] && ! git rev-parse --quiet HEAD >/dev/null; then
        echo "note: git does not read this checkout, so new packages will depend on its path: $PWD" >&2
    fi
    if origin=$(git remote get-url origin 2>/dev/null) && [[ $origin == *://* || $origin == *@*:* ]] &&
        git tag --points-at HEAD | grep -qxF -e "$version" -e "v$version"; then
        # Whoever installs may have a password in the URL, which is nobody else's business.
        printf '%s\n%s\n' "$(sed -E 's#^(https?://)[^/@]*@#\1#' <<<"$origin")" "$version"
    else
        pwd
    fi
}

# Writes standard input to a file that all may read.
install_text() {
    install -d "$(dirname "$1")"
    cat >"$1"
    chmod 644 "$1"
}

install_all() {
    local -r built=$1 sdk=$2
    install -d "$root/bin"
    install -m 755 "$built" "$program"
    rm -rf "${data:?}/sdk"
    install -d "$data/sdk"
    cp -R "$sdk/swiftlet-guest.artifactbundle" "$data/sdk/"
    chmod -R u=rwX,go=rX "$data/sdk"
    package_record | install_text "$data/package"
    "$built" --generate-completion-script bash | install_text "$bash_completion"
    "$built" --generate-completion-script zsh | install_text "$zsh_completion"
    "$built" --generate-completion-script fish | install_text "$fish_completion"

    echo "Installed $("$built" --version) as $prefix/bin/swiftlet"
    case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) echo "It is not on PATH yet: export PATH=\"$prefix/bin:\$PATH\"" ;;
    esac
}

uninstall_all() {
    rm -f "$program" "$bash_completion" "$zsh_completion" "$fish_completion"
    rm -rf "${data:?}"
    echo "Removed $prefix/bin/swiftlet and what came with it."
}

case ${1-} in
install) install_all "${2:?the program}" "${3:?the folder of the SDK bundle}" ;;
uninstall) uninstall_all ;;
*)
    echo "usage: $0 install PROGRAM SDK-FOLDER | uninstall" >&2
    exit 2
    ;;
esac
