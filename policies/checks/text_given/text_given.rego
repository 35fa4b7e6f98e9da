# METADATA
# title: 有文字说明
# description: A text is given and is more than blanks.
# custom:
#   facts:
#     text: {type: string}
#   words:
#     seen: "{text.title}：{text}"
#     empty: "{text.title}：空白"
#     blank: "{text.title}没有写明"
package checks.text_given

# METADATA
# description: The text.
requires contains "facts.text"

# METADATA
# description: The text, or that it is blank.
# scope: document
observations contains {"code": "seen", "text": input.facts.text} if _written

observations contains {"code": "empty"} if trim_space(input.facts.text) == ""

# METADATA
# description: The text says nothing.
shortfalls contains {"code": "blank"} if not _written

_written if trim_space(input.facts.text) != ""
