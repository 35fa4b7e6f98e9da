// The kinds of units, in the words of the evidence schema. A test compares them with it.
export const unitKinds: Record<string, string> = {
  station: "服务中心（站）",
  county_system: "县域体系",
  home: "老兵壹家",
  person: "退役军人个人",
  liaison: "专职联络员",
  volunteer: "志愿者",
  service_model: "服务标兵",
  service_project: "服务项目",
  business_office: "业务科室",
  party_branch: "党组织（班子）",
};
