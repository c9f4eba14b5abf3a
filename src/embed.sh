#!/bin/sh

# embed.sh FILE …: C source, on standard output, with one prv_str_t a file,
# named prv_embed_NAME_EXT after the file's own name.  Comments and white space
# that say nothing are left out of what browsers get: of scripts whose every
# statement ends with ";" and has a body, and of styles that add nothing in calc().

set -e

echo '#include "base/prv_base.h"'

squeeze() {
    { tr '\n' ' ' < "$1"; echo; } \
        | sed 's|/\*[^*]*\**\([^*/][^*]*\**\)*/||g; s/  */ /g; s/^ //; s/ $//'
}

for file
do
    name=$(basename "$file" | tr '.-' '__')

    printf 'static unsigned char  prv_embed_%s_data[] = {' "$name"

    case $file in
    *.css)  squeeze "$file" | sed 's/ *\([{};,>~]\) */\1/g; s/: /:/g; s/;}/}/g' ;;
    *.js)   squeeze "$file" | sed 's/ *\([][{}();,:?=+<>!|&]\) */\1/g; s/;}/}/g' ;;
    *)      cat "$file" ;;
    esac | od -An -v -tx1 | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
    echo '0x00 };'

    printf 'const prv_str_t  prv_embed_%s = {' "$name"
    printf ' sizeof(prv_embed_%s_data) - 1, prv_embed_%s_data };\n' \
           "$name" "$name"
done
