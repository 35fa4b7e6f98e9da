package evidence_test

import (
	"slices"
	"strings"
	"testing"

	"zhanping/evidence"
)

// personBundle is a bundle of a person under that id and name.
func personBundle(kind, id, name, more string) []byte {
	return []byte("subject: {id: " + id + ", name: " + name + ", kind: " + kind +
		", level: village, region: \"330499101201\"" + more + "}\nreporting_date: 2026-06-30\nevidence: {}\n")
}

func TestPeopleAreRegisteredUnderPseudonyms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, kind, id, called, more string
		want                         []string // parts of the faults, in order
	}{
		{"a code name", "person", "p-3f8a21c7", "老兵 A017", "", nil},
		{"one of the ten stems", "liaison", "p-00000001", "化名甲", "", nil},
		{"a kind in Chinese", "志愿者", "p-00000001", "志愿者 B003", "", nil},
		{"a name", "person", "p-3f8a21c7", "王小明", "", []string{"个人的名称不是化名"}},
		{"a name with a title", "service_model", "p-3f8a21c7", "标兵王小明", "", []string{"个人的名称不是化名"}},
		{"an id that spells a name", "volunteer", "wang-xiaoming", "化名乙", "", []string{"个人的编号不合要求"}},
		{"a unit's code", "person", "p-3f8a21c7", "化名乙", ", uscc: 12330482MB0000000U", []string{"个人写了统一社会信用代码"}},
		{"a unit is called by its name", "business_office", "office", "示例县服务中心权益维护科", "", nil},
	} {
		_, err := evidence.Read("person.yaml", personBundle(c.kind, c.id, c.called, c.more), evidence.Options{})
		told := ""
		if err != nil {
			told = err.Error()
		}
		if (told == "") != (len(c.want) == 0) || slices.ContainsFunc(c.want, func(part string) bool { return !strings.Contains(told, part) }) {
			t.Errorf("%s: want %v, got %q", c.name, c.want, told)
		}
		if strings.Contains(told, "小明") || strings.Contains(told, "xiaoming") {
			t.Errorf("%s: the message repeats the name: %s", c.name, told)
		}
	}
}

// TestClaimsHoldNoNames holds the register of claims to roles and pseudonyms.
func TestClaimsHoldNoNames(t *testing.T) {
	t.Parallel()
	const row = "  claims: [{activity: talk-1, item: 担任宣讲, date: 2026-03-01, claimed_on: 2026-03-02, claimed_by: WHO, reviewed: 是, reviewer: WHOM}]\n"
	for _, c := range []struct {
		who, whom string
		want      []string
	}{
		{"本人", "审核员 C001", nil},
		{"班长 B002", "化名丙", nil},
		{"王小明", "审核员 C001", []string{"填报人"}},
		{"本人", "本人", []string{"审核人"}},
		{"班长", "审核员C001", []string{"填报人", "审核人"}},
	} {
		text := strings.NewReplacer("WHOM", c.whom, "WHO", c.who).Replace(row)
		bundle := strings.Replace(string(personBundle("person", "p-3f8a21c7", "化名甲", "")), "evidence: {}\n",
			"sources: {T1: {kind: ledger, title: 积分记录本, date: 2026-06-30, by: 班长}}\nevidence:\n"+strings.Replace(text, "[{", "{source: [T1], value: [{", 1), 1)
		bundle = strings.Replace(bundle, "}]\n", "}]}\n", 1)
		_, err := evidence.Read("person.yaml", []byte(bundle), evidence.Options{})
		if (err == nil) != (len(c.want) == 0) {
			t.Errorf("%s and %s: %v", c.who, c.whom, err)
		}
		for _, title := range c.want {
			if !strings.Contains(err.Error(), "“"+title+"”") {
				t.Errorf("%s and %s: %v", c.who, c.whom, err)
			}
		}
	}
}

// TestEveryKindHasATemplateThatReads fills in the template of every kind of subject as it
// comes, people under a pseudonym.
func TestEveryKindHasATemplateThatReads(t *testing.T) {
	t.Parallel()
	schema := evidence.DefaultSchema()
	for _, kind := range schema.SubjectKinds() {
		text := evidence.Template(schema, kind, "village", nil)
		if _, err := evidence.Read("new.yaml", text, evidence.Options{}); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if !strings.Contains(string(text), "kind: "+kind) {
			t.Errorf("%s is not the kind of its template", kind)
		}
	}
}

func TestAListOfObjectsTellsItsMembers(t *testing.T) {
	t.Parallel()
	schema := evidence.DefaultSchema()
	item, ok := schema.Member("claims.item")
	if !ok || item.Title != "积分项" || !slices.Contains(item.Enum, "巡防") {
		t.Errorf("got %+v, %v", item, ok)
	}
	for _, path := range []string{"claims", "claims.nothing", "premises.area_sqm", "nowhere.item"} {
		if _, ok := schema.Member(path); ok {
			t.Errorf("%s is the member of a list", path)
		}
	}
}
