# METADATA
# title: 名称规范且与站牌一致
# description: |
#   The name is a place name followed by the prescribed ending, and the sign at the door carries
#   exactly that name.
# custom:
#   facts:
#     name: {type: string}
#     sign: {type: string}
#   params:
#     suffix: {title: 名称的结尾, type: string, minLength: 1}
#   words:
#     seen: "{name.title}“{name}”，{sign.title}“{sign}”"
#     suffix: "{name.title}“{name}”不是“地名＋{suffix}”"
#     differs: "{sign.title}“{sign}”与{name.title}“{name}”不一致"
package checks.name_on_sign

# METADATA
# description: The name.
requires contains "facts.name"

# METADATA
# description: The words on the sign.
requires contains "facts.sign"

# METADATA
# description: The name and the words on the sign.
observations contains {"code": "seen", "name": input.facts.name, "sign": input.facts.sign}

# METADATA
# description: The name is not formed as prescribed, or the sign carries another.
# scope: document
shortfalls contains {"code": "suffix", "name": input.facts.name} if not _well_formed

shortfalls contains {"code": "differs", "name": input.facts.name, "sign": input.facts.sign} if not _same

_well_formed if {
	endswith(input.facts.name, input.params.suffix)
	input.facts.name != input.params.suffix
}

_same if input.facts.name == input.facts.sign
