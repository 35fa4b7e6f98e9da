package casework

import (
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/standards"
)

// The places of a visit: papers at the desk first, then the rooms from the door inwards, then what is
// asked of people, drawn as a sample or looked up in a system.
const (
	atDesk    = "资料桌"
	atDoor    = "门口和标识"
	inHall    = "办事服务区"
	inTalk    = "谈心接待区"
	inOffice  = "服务工作区"
	inHonor   = "荣誉展示区"
	inArchive = "资料档案室"
	onSite    = "现场其他地方"
	outside   = "站外"
	ofPeople  = "访谈询问"
	bySample  = "抽查"
	inSystem  = "信息系统"
)

// walk is the order in which the places are visited.
var walk = []string{atDesk, atDoor, inHall, inTalk, inOffice, inHonor, inArchive, onSite, outside, ofPeople, bySample, inSystem}

// seenAt is where a fact can be seen, by the longest beginning of its path. It is our arrangement for
// walking, not part of any standard; what is not listed is looked for on site.
var seenAt = map[string]string{
	"sign": atDoor, "org.name": atDoor, "premises.accessible": atDoor, "home.sign_photo": atDoor,
	"premises": inHall, "zone.service": inHall, "wall": inHall, "catalog": inHall,
	"elective": inHall, "facilities": inHall, "covenant": inHall, "home": inHall,
	"zone.talk": inTalk, "mediation": inTalk,
	"zone.office": inOffice, "equip": inOffice, "security": inOffice,
	"zone.honor": inHonor, "culture": inHonor,
	"room":   inArchive,
	"plaque": outside, "militia": outside, "county": outside,
}

// placeOf is where on the walk an item is looked at: in the first place that shows what it reads, where
// it is to be seen on site, else where its first method is at home.
func placeOf(item *standards.Item, reads []assessment.Place) string {
	if slices.Contains(item.Methods, standards.MethodInspect) {
		return roomOf(reads)
	}
	at := map[standards.Method]string{
		standards.MethodExamine: atDesk, standards.MethodInterview: ofPeople, standards.MethodSample: bySample, standards.MethodSystem: inSystem,
	}
	for _, place := range walk {
		if slices.ContainsFunc(item.Methods, func(m standards.Method) bool { return at[m] == place }) {
			return place
		}
	}
	return onSite
}

func roomOf(reads []assessment.Place) string {
	first := len(walk)
	for _, read := range reads {
		if place := seen(read.Path); place != "" {
			first = min(first, slices.Index(walk, place))
		}
	}
	if first == len(walk) {
		return onSite
	}
	return walk[first]
}

// seen is the place of a fact, "" where none is known.
func seen(path string) string {
	for path != "" {
		if place, known := seenAt[path]; known {
			return place
		}
		path = path[:max(0, strings.LastIndexByte(path, '.'))]
	}
	return ""
}
