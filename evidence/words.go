package evidence

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/internal/yamltext"
)

// expectation is what a value should be, in words.
func expectation(r *rule) string {
	switch r.shape {
	case shapeBool:
		return "是 或 否"
	case shapeInteger, shapeNumber:
		return numberExpectation(r)
	case shapeDate:
		return "完整的日期，如 2026-03-01"
	case shapeRegion:
		return "12 位统计用区划代码"
	case shapeUSCC:
		return "18 位统一社会信用代码"
	case shapeList:
		return "列表，每项为" + expectation(r.each)
	case shapeOrNone:
		return map[string]string{"document": "文件", "photo": "照片"}[r.kind] + "的内容，或 无"
	case shapeObject, shapeMap:
		return "下面缩进写各项"
	case shapeText:
	}
	if len(r.enum) > 0 {
		words := r.enum
		if len(r.enumTitles) > 0 {
			words = make([]string, len(r.enum))
			for i, value := range r.enum {
				words[i] = value + "（" + r.enumTitles[i] + "）"
			}
		}
		if len(words) > 12 {
			return strings.Join(words[:12], "、") + " 等"
		}
		return strings.Join(words, "、")
	}
	if r.pattern != nil && r.help != "" {
		return strings.TrimRight(r.help, "。")
	}
	if r.pattern != nil {
		return "合乎格式 " + r.pattern.String()
	}
	if r.minLength > 0 {
		return fmt.Sprintf("%d 至 %d 个字", r.minLength, r.maxLength)
	}
	return fmt.Sprintf("文字，不超过 %d 个字", r.maxLength)
}

func numberExpectation(r *rule) string {
	kind := "数"
	if r.shape == shapeInteger {
		kind = "整数"
	}
	switch {
	case r.minimum != nil && r.maximum != nil:
		kind = r.minimum.String() + " 至 " + r.maximum.String() + " 的" + kind
	case r.minimum != nil:
		kind = "不小于 " + r.minimum.String() + " 的" + kind
	case r.maximum != nil:
		kind = "不大于 " + r.maximum.String() + " 的" + kind
	}
	if r.unit != "" {
		kind += "，单位 " + r.unit
	}
	return kind
}

// plainAdvice says how to write a value for which something else stands. It names no
// value: what is copied from a message must not count as evidence.
func plainAdvice(r *rule) string {
	switch r.shape {
	case shapeBool:
		return "只写 是 或 否；不知道就留空"
	case shapeInteger, shapeNumber:
		return "只写一个数；不知道就留空"
	case shapeDate:
		return "只写一个日期；不知道就留空"
	case shapeRegion, shapeUSCC:
		return "只写代码"
	case shapeText:
		if len(r.enum) > 0 {
			return "从中选一项"
		}
		return "改成一段文字"
	case shapeList, shapeOrNone, shapeMap, shapeObject:
	}
	return "写成 " + example(r)
}

// example is the form of a value, without what is to be filled in.
func example(r *rule) string {
	switch r.shape {
	case shapeList:
		return "[" + example(r.each) + "]"
	case shapeOrNone:
		return example(r.object)
	case shapeMap:
		return "编号: " + example(r.each)
	case shapeObject:
		return objectExample(r)
	case shapeBool, shapeInteger, shapeNumber, shapeText, shapeDate, shapeRegion, shapeUSCC:
	}
	return "…"
}

// objectExample shows the members that must be there.
func objectExample(r *rule) string {
	names := r.required
	for _, group := range r.oneOf {
		names = append(names[:len(names):len(names)], group...)
	}
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = name + ": " + example(r.byKey[name])
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// numberTrouble says why a text is no exact number, and what to write instead.
func numberTrouble(text, unit string) (found, fix string) {
	t := narrow(text)
	digits := strings.TrimLeft(t, "+-")
	number, tail, inOtherUnit := otherUnit(t)
	switch {
	case t == "":
		return "没有数字", "填数字；不知道就留空，不写引号"
	case t == "无" || t == "没有":
		return "不是数", "改成 0，没有就写 0；不知道就留空"
	case strings.ContainsAny(t, "约余多近几") || containsAny(t, "左右", "大概", "以上", "以下", "超过", "不足", "至少"):
		return "不是确定的数", "写核实过的数；不知道就留空"
	case strings.HasPrefix(strings.ToLower(digits), "0x"):
		return "是十六进制写法", "写普通的十进制数"
	case strings.Contains(strings.ToLower(t), ".nan") || strings.Contains(strings.ToLower(t), ".inf"):
		return "不是数", "写普通的十进制数；不知道就留空"
	case strings.HasSuffix(t, "%") && unit != "%":
		return "带了百分号", "这一项不是百分比，写数本身"
	case strings.ContainsAny(unit, "万亿") && (strings.HasSuffix(t, "万") || strings.HasSuffix(t, "亿")):
		return "分不清是几" + string([]rune(t)[len([]rune(t))-1]) + "还是几" + unit, "去掉末尾的字，按单位 " + unit + " 写数"
	case inOtherUnit:
		return unitTrouble(number, tail, unit)
	case strings.Contains(t, "_"):
		return "含有下划线", "去掉下划线"
	case strings.Contains(t, ","):
		return "逗号不在千位上，分不清是千位分隔还是小数点", "去掉逗号，小数用小数点"
	case strings.HasPrefix(t, "+"):
		return "带了加号", "去掉加号"
	case len(digits) > 1 && digits[0] == '0' && digitsOnly(digits):
		return "前面有多余的 0", "去掉前面的 0；编号不填在这里"
	case strings.ContainsAny(t, "〇零一二两三四五六七八九十百千"):
		return "用了汉字数字", "改写成阿拉伯数字"
	case strings.ContainsAny(t, "eE") && strings.Trim(strings.ToLower(t), "0123456789.e+-") == "":
		return "是科学记数法", "把数写全"
	case strings.ContainsAny(t, "~/") || strings.Contains(digits, "-") || containsAny(t, "至", "到", "—"):
		return "不是一个数", "只写一个确定的数"
	case strings.Trim(digits, "0123456789.") == "" && len(digits) > maxDigits:
		return "位数太多", fmt.Sprintf("写不超过 %d 位的数", maxDigits)
	}
	return "不是确定的数", "只写数字；不知道就留空"
}

// counted are the units that only count, so that one may stand for another.
var counted = strings.Fields("个 人 名 位 件 户 份 次 家 台 张 条 项 起 例 场 间 本 块 套 处 部 组 支 人次 户次")

// otherUnit splits 2人 into the number and what stands behind it.
func otherUnit(text string) (number, tail string, ok bool) {
	tail = strings.TrimLeft(text, "0123456789.,-")
	number = strings.TrimSpace(text[:len(text)-len(tail)])
	if plain, grouped := ungroup(number); grouped {
		number = plain
	}
	tail = strings.TrimSpace(tail)
	_, ok = parseDecimal(number)
	return number, tail, ok && strings.Trim(tail, "百千万亿") != "" && len([]rune(tail)) <= 6 && !strings.ContainsAny(tail, "0123456789")
}

func unitTrouble(number, tail, unit string) (found, fix string) {
	switch {
	case unit == "":
		return "多了“" + tail + "”", "只写 " + number
	case slices.Contains(counted, tail) && slices.Contains(counted, unit):
		return "单位写成“" + tail + "”，这里按“" + unit + "”计", "只写 " + number
	}
	return "单位写成“" + tail + "”，这里按“" + unit + "”计", "按“" + unit + "”换算，只写数"
}

func containsAny(text string, words ...string) bool {
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// dateTrouble says why a text is no date.
func (r *reader) dateTrouble(rule *rule, n *yamltext.Node) {
	text := narrow(n.Value)
	found, fix := "不是完整的日期", "写出年、月、日；不知道就留空"
	year, month, day, form := dateParts(text)
	switch {
	case form != "" && (year < 1900 || year > 2100):
		found, fix = "年份不合理", "核对年份"
	case form != "":
		found, fix = fmt.Sprintf("日历上没有 %d 月 %d 日", month, day), "核对月和日"
	case strings.ContainsAny(text, "T:"):
		found, fix = "带了时刻", "只写日期"
	case strings.Count(text, "/") == 2 || strings.Count(text, "-") == 2 && len(text) <= 8:
		found, fix = "分不清年、月、日的先后", "写成 2026-03-01 的样子"
	case strings.Contains(text, "月") && !strings.Contains(text, "年"):
		found, fix = "缺少年份", "补上年份"
	case strings.Contains(text, "月") && !strings.ContainsAny(text, "日号"), len(text) == 7 && text[4] == '-':
		found, fix = "缺少日", "补上日"
	}
	r.fault(n, codeDate, fmt.Sprintf("“%s”写成了“%s”，%s", rule.label(), shown(n.Value), found), expectation(rule), fix)
}
