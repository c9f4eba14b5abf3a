#!/bin/sh

# embed.sh FILE …: C source, on standard output, with one prv_str_t a file,
# named prv_embed_NAME_EXT after the file's own name.  Indentation and whole
# lines of comment are left out of what browsers get.

set -e

echo '#include "base/prv_base.h"'

for file
do
    name=$(basename "$file" | tr '.-' '__')

    printf 'static unsigned char  prv_embed_%s_data[] = {' "$name"

    case $file in
    *.css|*.js)  sed 's/^ *//; /^\/\*.*\*\/$/d; /^$/d' "$file" ;;
    *)           cat "$file" ;;
    esac | od -An -v -tx1 | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
    echo '0x00 };'

    printf 'const prv_str_t  prv_embed_%s = {' "$name"
    printf ' sizeof(prv_embed_%s_data) - 1, prv_embed_%s_data };\n' \
           "$name" "$name"
done
