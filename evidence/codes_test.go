package evidence_test

import (
	"fmt"
	"strings"
	"testing"

	"zhanping/evidence"
)

func subjectWith(level, region, more string) string {
	return fmt.Sprintf("subject: {id: sample-town, name: 示例服务站, kind: station, level: %s, region: %s%s}\nreporting_date: 2026-06-30\nevidence:\n",
		level, region, more)
}

func TestRegionCodesFitTheirLevel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ level, region string }{
		{"province", "330000000000"},
		{"city", "330400000000"},
		{"county", "330482000000"},
		{"town", "330482001000"},
		{"town", "330482106000"},
		{"town", "330482599000"},
		{"town", "441900003000"},
		{"village", "330482106001"},
		{"village", "330482106399"},
		{"village", "330482106498"},
		{"village", "330482106599"},
		{"town", `"３３０４８２１０６０００"`},
	} {
		b := read(t, subjectWith(c.level, c.region, ""))
		if len(b.Notes) != 0 {
			t.Errorf("%s %s gave the notes %v", c.level, c.region, b.Notes)
		}
	}
}

func TestRegionCodesOfAnotherFormAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ level, region, want string }{
		{"town", "330482106", "不是 12 位数字"},
		{"town", "33048210600A", "不是 12 位数字"},
		{"town", "330482600000", "超出 001–599"},
		{"village", "330482106600", "超出 001–599"},
		{"village", "330482000201", "第 7 至 9 位"},
		{"town", "330400106000", "设有县级区划"},
		{"city", "330000106000", "第 3、4 位"},
		{"city", "330400000001", "第 5 至 9 位"},
		{"province", "003300000000", "不能是 00"},
		{"village", "330482106000", "乡镇（街道）级的代码，而层级是村（社区）级"},
		{"county", "330482106201", "村（社区）级的代码，而层级是县级"},
	} {
		faults := refuse(t, subjectWith(c.level, c.region, ""))
		if len(faults) != 1 || faults[0].Code != "region" || !strings.Contains(faults[0].Found, c.want) {
			t.Errorf("%s %s gave %v, want %s", c.level, c.region, faults, c.want)
		}
	}
}

func TestUnknownProvinceIsWorthANote(t *testing.T) {
	t.Parallel()
	b := read(t, subjectWith("town", "990482106000", ""))
	if len(b.Notes) != 1 || !strings.Contains(b.Notes[0].Text, "99") {
		t.Errorf("got the notes %v, want one", b.Notes)
	}
}

func TestUnitCodesAreChecked(t *testing.T) {
	t.Parallel()
	// The worked example of GB 32100: 91350100M000100Y4 has the check digit 3.
	b := read(t, subjectWith("town", "330482106000", ", uscc: 91350100M000100Y43"))
	if b.Subject.USCC != "91350100M000100Y43" || len(b.Notes) != 0 {
		t.Errorf("got %q and the notes %v", b.Subject.USCC, b.Notes)
	}
	for code, want := range map[string]string{
		"91350100M000100Y4Z": "第 18 位是 Z", "91350100M000100Y44": "应为 3", "91350100M000100Y4": "有 17 位",
		"91350100M0O0100Y43": "第 11 位是 O", "9135-100M000100Y43": "第 5 位不是",
	} {
		faults := refuse(t, subjectWith("town", "330482106000", ", uscc: "+code))
		if len(faults) != 1 || faults[0].Code != "uscc" || !strings.Contains(faults[0].Found, want) {
			t.Errorf("%s gave %v, want %s", code, faults, want)
		}
	}
}

func TestOddUnitCodesAreNoted(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"B1350100M000100Y41": "第 1 位",  // no such registering body
		"91350100M000100X42": "第 17 位", // the subject code inside has another check digit
	} {
		b, err := evidence.Read("b", []byte(subjectWith("town", "330482106000", ", uscc: "+code)), evidence.Options{Schema: testSchema()})
		if err != nil {
			t.Errorf("%s: %v", code, err)
			continue
		}
		if len(b.Notes) != 1 || !strings.Contains(b.Notes[0].Text, want) {
			t.Errorf("%s gave the notes %v, want %s", code, b.Notes, want)
		}
	}
}
