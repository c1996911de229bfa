#!/bin/sh
# Wraps the keys of epoch seeds by an AES key that never leaves a PKCS#11 token. Named in agency.yaml as
#   seed-key: { command: [/srv/entente/pkcs11-wrapper.sh, MODULE, TOKEN-LABEL, KEY-ID, PIN-FILE] }
# Entente adds `wrap` or `unwrap`, writes the bytes to standard input and reads the others from standard output.
# Needs pkcs11-tool (OpenSC). The PIN file is of mode 0600 and of the sealer's user.
set -eu
[ $# -eq 5 ] || exit 2
module=$1 token=$2 id=$3 what=$5
ENTENTE_TOKEN_PIN=$(cat "$4")
export ENTENTE_TOKEN_PIN

tool() {
  pkcs11-tool --module "$module" --token-label "$token" --login --pin env:ENTENTE_TOKEN_PIN \
    --id "$id" --mechanism AES-CBC-PAD "$@"
}

case $what in
wrap)
  iv=$(head -c 16 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
  printf '%s\n' "$iv"
  tool --encrypt --iv "$iv"
  ;;
unwrap)
  IFS= read -r iv
  case $iv in *[!0-9a-f]*) exit 2 ;; esac
  tool --decrypt --iv "$iv"
  ;;
*) exit 2 ;;
esac
