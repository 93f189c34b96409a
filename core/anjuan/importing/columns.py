"""Columns of its own that an import adds at the right of 骚扰记录 and 证据: headings, once."""

from __future__ import annotations

# File, sheet and row of each contact; by it an import knows its own rows again.
SOURCE = "来源"
# What became of a call: 未接, 拒接, 拦截, 接听.
ENDING = "接听情况"
# Of a run the time of its last call.
LAST = "末次时间"
DIGEST = "SHA-256"
