package report

import (
	"strings"

	"zhanping/assessment"
	"zhanping/standards"
)

// The words that people read, the same in every format. A value that has no word here
// is shown as it is.

const (
	draftBadge  = "本地草案"
	sampleBadge = "虚构示例"
	draftNote   = "条文或数字标注“本地草案”的，是据公开资料拟定的草稿，不是官方文本；正式评定以主管部门印发的标准为准。"
	cutNote     = "部分分值除不尽，显示时截去尾数（不进位）；精确值见得分台账。"
)

// OutcomeWord is the Chinese word for an outcome (判定结果).
func OutcomeWord(o assessment.Outcome) string {
	switch o {
	case assessment.Satisfied:
		return "符合"
	case assessment.NotSatisfied:
		return "不符合"
	case assessment.NoEvidence:
		return "未举证"
	case assessment.NotApplicable:
		return "不适用"
	case assessment.NotChecked:
		return "待核查"
	case assessment.Waived:
		return "豁免"
	case assessment.Errored:
		return "判定出错"
	}
	return string(o)
}

// outcomeMark is a sign beside the word, so that no status rests on colour alone.
func outcomeMark(o assessment.Outcome) string {
	switch o {
	case assessment.Satisfied:
		return "√"
	case assessment.NotSatisfied:
		return "×"
	case assessment.NoEvidence:
		return "?"
	case assessment.NotApplicable:
		return "/"
	case assessment.NotChecked:
		return "○"
	case assessment.Waived:
		return "◇"
	case assessment.Errored:
		return "!"
	}
	return ""
}

// KindWord is the Chinese word for the kind of an item (条目类型).
func KindWord(k standards.Kind) string {
	switch k {
	case standards.KindRequired:
		return "必备"
	case standards.KindScored:
		return "计分"
	case standards.KindBonus:
		return "加分"
	case standards.KindDeduction:
		return "扣分"
	}
	return string(k)
}

// unpriced reports whether an item has no points to show: it earns none and loses none.
func unpriced(item assessment.ItemResult) bool {
	return item.Max.Sign() == 0 && item.Item.Kind != standards.KindDeduction
}

// MethodWord is the Chinese word for a method of checking (核查方式).
func MethodWord(m standards.Method) string {
	switch m {
	case standards.MethodExamine:
		return "查阅资料"
	case standards.MethodInspect:
		return "实地查看"
	case standards.MethodInterview:
		return "访谈询问"
	case standards.MethodSample:
		return "抽查"
	case standards.MethodSystem:
		return "系统数据"
	}
	return string(m)
}

// EvidenceWord is the Chinese word for a kind of evidence (佐证种类).
func EvidenceWord(kind string) string {
	switch kind {
	case "document":
		return "文件"
	case "photo":
		return "照片"
	case "ledger":
		return "台账"
	case "system":
		return "系统记录"
	case "on_site":
		return "现场"
	case "published":
		return "公开报道"
	}
	return kind
}

// EntryWord is the Chinese word for a kind of ledger line (台账分录).
func EntryWord(k assessment.EntryKind) string {
	switch k {
	case assessment.EntryEarn:
		return "得分"
	case assessment.EntryLose:
		return "扣分"
	case assessment.EntryPending:
		return "待定"
	case assessment.EntryExclude:
		return "不计入"
	case assessment.EntryBonus:
		return "加分"
	case assessment.EntryCap:
		return "封顶"
	case assessment.EntryWeight:
		return "权重"
	case assessment.EntryAside:
		return "只列示"
	case assessment.EntryRebase:
		return "缺项换算"
	case assessment.EntryRound:
		return "取整"
	}
	return string(k)
}

// GateStateWord is the Chinese word for the state of a gate.
func GateStateWord(s assessment.GateState) string {
	switch s {
	case assessment.Held:
		return "已满足"
	case assessment.Broken:
		return "未满足"
	case assessment.Unknown:
		return "待定"
	}
	return string(s)
}

func gateRuleWord(rule string) string {
	switch rule {
	case assessment.GateRequired:
		return "必备"
	case assessment.GateCore:
		return "等级条件"
	case assessment.GateFloor:
		return "章节底线"
	case assessment.GateCount, assessment.GateFailed:
		return "条目数"
	case assessment.GateAbsence:
		return "缺项上限"
	}
	return rule
}

func levelWord(level string) string {
	switch level {
	case "province":
		return "省级"
	case "city":
		return "市级"
	case "county":
		return "县级"
	case "town":
		return "乡镇（街道）级"
	case "village":
		return "村（社区）级"
	}
	return level
}

func subjectKindWord(kind string) string {
	switch kind {
	case "station":
		return "服务中心（站）"
	case "county_system":
		return "县域服务体系"
	case "home":
		return "老兵壹家"
	case "person":
		return "退役军人个人"
	case "liaison":
		return "专职联络员"
	case "volunteer":
		return "志愿者"
	case "service_model":
		return "服务标兵"
	case "service_project":
		return "服务项目"
	case "business_office":
		return "业务科室"
	case "party_branch":
		return "党组织（班子）"
	}
	return kind
}

// ShortfallWord is the kind of a shortfall that has a price of its own.
func ShortfallWord(kind string) string {
	switch kind {
	case "above", "over":
		return "超出上限"
	case "below", "short":
		return "数量不足"
	case "blank", "none":
		return "没有"
	case "contradictory":
		return "数字矛盾"
	case "differs":
		return "与实物不一致"
	case "element", "lacks":
		return "缺少一项"
	case "passed":
		return "已过期"
	case "quarter":
		return "有一个季度空缺"
	case "stale":
		return "时间过久"
	case "undated":
		return "没有日期"
	}
	return "“" + oneLine(kind) + "”类"
}

// findingSourceWord says whose word stands.
func findingSourceWord(source string) string {
	switch source {
	case "check":
		return "系统判定"
	case "self":
		return "自评"
	case "on_site":
		return "现场核查"
	case "review":
		return "复核"
	}
	return source
}

// sourceWord says where a topic or number comes from, in words for a reader.
func sourceWord(source string, references []standards.Reference) string {
	if source == "draft" {
		return draftBadge
	}
	if n, ok := strings.CutPrefix(source, "seed:"); ok {
		return "基础资料 " + n
	}
	if n, ok := strings.CutPrefix(source, "public:"); ok {
		return "公开资料 " + n
	}
	if id, ok := strings.CutPrefix(source, "doc:"); ok {
		for _, reference := range references {
			if reference.ID == id {
				return referenceWords(reference)
			}
		}
	}
	return source
}

// referenceWords is a document as people cite it: its title and its number, or the day
// where it has no number.
func referenceWords(r standards.Reference) string {
	title := oneLine(r.Title)
	if !strings.HasPrefix(title, "《") {
		title = "《" + title + "》"
	}
	mark := r.Number
	if mark == "" {
		mark = r.Date
	}
	if mark != "" {
		title += "（" + oneLine(mark) + "）"
	}
	return title
}

// ProvenanceWords is the origin of an item on one line (出处); "" where none is given.
func ProvenanceWords(p standards.Provenance) string {
	var parts []string
	if len(p.Topic) > 0 {
		words := make([]string, len(p.Topic))
		for i, topic := range p.Topic {
			words[i] = sourceWord(topic, p.References)
		}
		parts = append(parts, "主题："+strings.Join(words, "、"))
	}
	if p.Threshold != "" {
		parts = append(parts, "数字："+sourceWord(p.Threshold, p.References))
	}
	if p.Clause != "" {
		parts = append(parts, p.Clause)
	}
	return strings.Join(parts, "；")
}

func methodWords(methods []standards.Method) string {
	words := make([]string, len(methods))
	for i, m := range methods {
		words[i] = MethodWord(m)
	}
	return strings.Join(words, "、")
}

func evidenceWords(kinds []string) string {
	words := make([]string, len(kinds))
	for i, kind := range kinds {
		words[i] = EvidenceWord(kind)
	}
	return strings.Join(words, "、")
}
