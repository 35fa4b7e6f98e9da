package evidence_test

import (
	"strings"
	"testing"

	"zhanping/evidence"
)

func TestPersonalNumbersAreRefusedWhereverTheyStand(t *testing.T) {
	t.Parallel()
	for _, number := range []string{
		"11010519491231002X", "11010519491231002x", "34052419800101001X", "440524188001010014", "110105491231002",
		"110105-19491231-002X", "440524 18800101 0014",
		"13800138000", "8613800138000", "+86 13800138000", "0086-13800138000", "138 0013 8000", "138-0013-8000",
		"１３８００１３８０００",
	} {
		for place, text := range map[string]string{
			"value":    header + "  premises:\n    host: 联系 " + number + "。\n",
			"comment":  header + "  premises: # " + number + "\n",
			"key":      header + "  \"" + number + "\": 1\n",
			"source":   strings.Replace(header, "title: 照片", "title: 照片"+number, 1),
			"syntax":   header + "  a: b: \"" + number + "\n",
			"longtext": header + "  premises:\n    " + strings.Repeat("长", 35) + number + ": 1\n    " + strings.Repeat("长", 35) + number + ": 1\n",
		} {
			faults := refuse(t, text)
			told := faults.Error()
			if !strings.Contains(told, "公民身份号码（") && !strings.Contains(told, "手机号（") {
				t.Errorf("%s as %s gave %v", number, place, faults)
			}
			plain := strings.NewReplacer("+86 ", "", "0086-", "").Replace(number)
			for _, part := range []string{plain, string([]rune(plain)[:6]), string([]rune(plain)[4:])} {
				if strings.Contains(told, part) {
					t.Errorf("%s as %s is told: %v", number, place, faults)
				}
			}
		}
	}
}

func TestEscapedPersonalNumbersAreFound(t *testing.T) {
	t.Parallel()
	faults := refuse(t, header+"  premises:\n    host: \"\\u0031380\\x3013800\\u0030\"\n")
	if len(faults) != 1 || faults[0].Code != "personal_number" || faults[0].At.Line != 13 {
		t.Errorf("got %v", faults)
	}
}

func TestTextFullOfPersonalNumbersIsRefusedInBounds(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"a13800138000", "13800138000 ", "1 ", "\n13800138000: 1"} {
		faults := refuse(t, strings.Repeat(text, 7<<20/len(text)))
		if len(faults) > 1300 {
			t.Errorf("%q gave %d faults", text, len(faults))
		}
	}
}

func TestOtherNumbersAreNotPersonal(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"12345678901",                          // no mobile number begins with 12
		"138001380001",                         // 12 digits
		"330482106201",                         // a region
		"11010519491231002 0",                  // 17 digits
		"110105194912310020",                   // wrong check digit
		"110105194913310021",                   // no such month
		"202603010001",                         // a case number
		"330482202603010001234",                // 21 digits
		"330482-20260301-0001",                 // a case number with a wrong check digit
		"0573-85012345",                        // a landline
		"550e8400-e29b-41d4-a716-446655440000", // a UUID
		"e3b0c44298fc1c149afbf4c13800138000b9",
		"3.13800138000",
		"2026-2027",
	} {
		if b := read(t, header+"  premises:\n    host: \""+text+"\"\n"); b.Value("premises.host").Text != text {
			t.Errorf("%s was not kept", text)
		}
	}
}

func TestUnitCodeThatLooksLikeAnIdentityNumberIsAllowed(t *testing.T) {
	t.Parallel()
	code := "" // a valid unit code whose 18 digits are also a valid identity number
	for serial := range 1000 {
		body := "12330419490101" + pad(serial)
		for check := range 10 {
			candidate := body + string(rune('0'+check))
			_, asText := evidence.Read("b", []byte(header+"  premises: {host: '"+candidate+"'}\n"), evidence.Options{Schema: testSchema()})
			_, asCode := evidence.Read("b", []byte(subjectWith("town", "330482106000", ", uscc: "+candidate)), evidence.Options{Schema: testSchema()})
			if asText != nil && asCode == nil {
				code = candidate
			}
		}
		if code != "" {
			break
		}
	}
	if code == "" {
		t.Fatal("no such code was accepted")
	}
	faults := refuse(t, subjectWith("town", "330482106000", ", uscc: "+code)+"  premises: {host: '"+code+"'}\n")
	if len(faults) != 1 || faults[0].Code != "personal_number" || faults[0].At.Line != 4 {
		t.Errorf("the same digits elsewhere gave %v, want one refusal on line 4", faults)
	}
}

func pad(n int) string {
	return string([]rune{rune('0' + n/100), rune('0' + n/10%10), rune('0' + n%10)})
}

func TestAPersonalNumberIsNamedMasked(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"联系 138 0013 8000。":              "手机号（138**********）",
		"11010519491231002X，13800138000": "公民身份号码（110**************）",
		"电话 0573-85012345":               "",
		"":                               "",
	} {
		if got := evidence.Personal(text); got != want {
			t.Errorf("%q gave %q, want %q", text, got, want)
		}
	}
}
