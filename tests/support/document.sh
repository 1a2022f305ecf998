# shellcheck shell=bash
# What stands in a Markdown document, for tests that do what documents say. Sourced.

# document_block FILE N [LANGUAGE]: the lines of its nth code block of that language (sh).
document_block() {
  awk -v n="$2" -v fence="\`\`\`${3:-sh}" '$0 == fence {count++; inside = count == n; next} /^```$/ {inside = 0} inside' "$1"
}
document_blocks() { grep --count '^```'"${2:-sh}"'$' "$1"; }  # FILE [LANGUAGE]: how many there are
