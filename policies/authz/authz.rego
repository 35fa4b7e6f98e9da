# METADATA
# title: 访问授权
# description: |
#   Decides whether one person may take one action on one resource. Nothing is allowed but by
#   a grant whose role has the action, covers the place and fits the stage; a refusal overrides
#   every grant. Which step follows which stage is the process table's to say, not ours.
# custom:
#   words:
#     sign_in: 需要登录后办理
#     unknown_action: 没有这项操作
#     disabled: 账号已停用，请联系系统管理员
#     no_role: 您的角色没有这项权限
#     other_region: 不在您负责的区域内
#     other_station: 只能办理本站的事项
#     not_assigned: 您没有被指派核查这一评定件
#     wrong_stage: 评定件所处的阶段不能办理这项操作，或不能以这种来源记录
#     not_own: 只能查看或办理自己的事项
#     own_account: 不能修改自己的账号和授权，请由另一位系统管理员办理
#     own_set: 不能审定自己提交的规则集，请由另一人审定
#     own_station: 不能核查、评定自己所在的服务站，请回避
#     own_region: 不能核查自己工作所在县（市、区）的服务站；批次另有规定的除外
#     blind: 核查员全部签名以前，不能查看其他核查员的结果
#     others_finding: 不能改动或代签他人记录的结果
#     locked: 已经签名锁定，不能改动；确需改动的，先由主管部门退回
#     frozen: 评定件因异议冻结，裁定以前不能办理
#     not_third_person: 异议应由第三人裁定；提出人以及核查、记录、签名的人都应回避
#     admin_apart: 系统管理员不能参与评定；请由不担任系统管理员的人员办理
#     token_scope: 访问令牌没有这项操作的授权范围
#     token_process: 这项操作须由本人登录办理，不能使用访问令牌
package authz

# METADATA
# description: The decision on the request that is the input.
# entrypoint: true
decision := {"allow": allow, "reasons": reasons}

# METADATA
# description: Refused, unless a grant reaches the request and nothing refuses it.
# scope: document
default allow := false

allow if {
	_granted
	reasons == set()
}

# METADATA
# description: Every action that there is; any other is refused to all.
actions := {action | some action, _ in _rows}

_row := _rows[input.action]

_granted if _row.open == "all"

_granted if {
	_row.open == "signed_in"
	input.person.id
}

_granted if {
	_row.own
	input.resource.person == input.person.id
}

_granted if {
	some grant in _relevant
	_covers(grant)
	_timely(grant.role)
}

# Grants that count and have the action: a token carries those of an integrator and no others,
# and an integrator has nothing but tokens.
_relevant contains grant if {
	some grant in input.person.grants
	_row.roles[grant.role]
	_counts(grant.role)
}

_counts("integrator") if _by_token

_counts(role) if {
	role != "integrator"
	not _by_token
}

_by_token if input.person.token != null
