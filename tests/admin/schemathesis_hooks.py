"""Bodies that are videos: any bytes, as schemathesis sends them where it knows the type."""

import schemathesis

schemathesis.serializer.alias(["video/mp4", "video/webm", "video/x-matroska", "video/matroska"], "application/octet-stream")
