package standards

import "strings"

// Template is a small standard of that id to start from (新标准的样板): its files by
// name, with comments for the author, and the schema for the author's editor. It loads
// without a fault where ValidID holds.
func Template(id string) map[string][]byte {
	return map[string][]byte{
		headFile:           []byte(strings.ReplaceAll(templateHead, "ID", id)),
		"01-premises.yaml": []byte(templateChapter),
		"schema.json":      Schema(),
	}
}

// ValidID reports whether a standard may be called so: lower-case letters, digits and
// hyphens, from 2 to 64, beginning with a letter.
func ValidID(id string) bool {
	if len(id) < 2 || len(id) > 64 || id[0] < 'a' || id[0] > 'z' {
		return false
	}
	return strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

const templateHead = `# yaml-language-server: $schema=schema.json
# 一套标准占一个文件夹：本文件写总则，01-premises.yaml 起每章（大项）一个文件。
# 改完运行 zhanping lint，全部问题会一次列出，每处都有文件、行和列。
id: ID                          # 编号：小写字母、数字和连字符
edition: "2026-draft"           # 版次：新版次按文字顺序排在后面
title: 示例标准                  # 标准的中文全称
issuer: 本地起草                 # 发布机关
draft: true                     # 本地草案：有 draft 出处就必须写 true
sources: [draft]                # 依据：draft 是本地草案；有正式印发的文件就登记在 references，写 doc:编号
# references:                   # 正式印发的文件；条目的出处写 [doc:D1]，就不再算草案
#   D1: {title: 我市服务站建设标准, number: 我市退〔2026〕3号, date: 2026-03-01, issuer: 市退役军人事务局}
scope: {kind: station, levels: [town, village]}   # 适用对象；不写 levels 表示各层级
in_force: {from: 2026-01-01}    # 施行期；有截止日就加 to
points: 10                      # 总分，等于各章之和；只有必备条目的标准不写
items: 4                        # 条目总数，防止漏条
rounding: {mode: exact}         # 总分取整：exact 不取整、half_up 四舍五入、down 截去尾数
absence: {rebase: sheet}        # 合理缺项：none 不折算、chapter 按章、sheet 按全表
grades:                         # 从最好的写起，最后一级没有条件
  - {name: 示范, total: 9, required: true}
  - {name: 达标, total: 8, required: true}
  - {name: 未达标}
process: {publicity_working_days: 5, validity_years: 3, rectification_days: 60, provenance: draft}
`

const templateChapter = `# yaml-language-server: $schema=schema.json
chapter: A
title: 服务场所
basis: draft                    # 章名的出处
points: 10                      # 本章计分条目之和
items:
  # 必备条目：不计分，不符合就评不上等级。
  - id: A01
    title: 设有办事服务区
    text: 设有办事服务区，能够接待来访退役军人。
    kind: required              # required 必备、scored 计分（不写就是计分）、bonus 加分
    methods: [inspect]          # examine 查阅、inspect 实地、interview 访谈、sample 抽查、system 系统数据
    evidence: [photo]           # document 文件、photo 照片、ledger 台账、system 系统记录、on_site 现场
    check: all_yes              # policies/checks 下的判定规则
    facts: {each: [zone.service]}   # 规则读哪些事实，路径见 zhanping inspect
    fix: 设置办事服务区，拍照存档。
    provenance: {topic: [draft]}

  # 计分条目：达到数量得满分，每少一个扣 2 分。
  - id: A02
    title: 服务窗口数量
    text: 办事服务区的窗口或席位不少于 2 个。
    points: 4
    methods: [inspect]
    evidence: [photo]
    check: count_at_least
    facts: {count: zone.service_windows}
    params: {min: 2}            # 要求的数字写在这里，不写在规则里
    scoring: {deduct: {each: 2}}
    fix: 增设窗口或席位。
    provenance: {topic: [draft], threshold: draft}   # threshold 是数字的出处；印发文件写 doc:D1

  # 几条规则一起判定，分值各算各的。
  - id: A03
    title: 谈心和荣誉展示
    text: 设有谈心接待区和荣誉展示区。
    points: 3
    methods: [inspect]
    evidence: [photo]
    parts:
      - {check: all_yes, facts: {each: [zone.talk]}, points: 2}
      - {check: all_yes, facts: {each: [zone.honor]}, points: 1}
    fix: 补设缺少的区域。
    provenance: {topic: [draft]}

  # 没有判定规则的条目由核查员评判，必须写核查方式和评判要点。
  - id: A04
    title: 环境整洁
    text: 场所整洁有序，标识清楚。
    points: 3
    methods: [inspect, interview]
    evidence: [on_site]
    scoring: {inspector: {from: 0, to: 3, steps: [0, 1, 2, 3]}}
    rubric: 现场查看地面、桌面和标识；整洁有序得 3 分，一处明显不足扣 1 分。
    fix: 按核查员指出的地方整理。
    provenance: {topic: [draft], threshold: draft}
`
