# cmake -DIN=file -DOUT=header -DNAME=kConstant -P embed_text.cmake: the file's text as a constant in namespace cdc.
file(READ ${IN} text)
string(REGEX REPLACE "^.*/([^/]+/[^/]+)$" "\\1" source ${IN})
file(WRITE ${OUT} "// Generated from ${source}.\n#pragma once\n\nnamespace cdc {\n\ninline constexpr char ${NAME}[] = R\"text(${text})text\";\n\n}  // namespace cdc\n")
