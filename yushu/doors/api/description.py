"""What the description of the API says, in both languages: English in its place, Chinese under x-zh."""

from __future__ import annotations

from typing import Any

from yushu.kernel.words import Words

TITLE = Words("育数数据接口", "Yushu API")
ABOUT = Words(
    "期限、补贴、年度计划和证书状态。不用登录。答复写明依据的条款编号和政策包版本；"
    "语言由lang或Accept-Language决定。",
    "Terms, subsidies, the yearly plan and the state of certificates, without signing in. Every answer names the "
    "ids of the clauses it rests on and the version of the policy pack; lang or Accept-Language chooses the language.",
)
HEALTH = {
    "get": {
        "operationId": "healthz",
        "summary": "Whether the service can serve",
        "description": "The database answers and the ledger is guarded. 503 says which part failed.",
        "x-zh": {
            "summary": "服务是否正常",
            "description": "数据库能答复，办理记录有防改保护。503写明哪一项不正常。",
        },
        "x-example": {"address": "/healthz"},
        "tags": ["health"],
        "parameters": [],
        "responses": {
            status: {
                "description": text,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Health"}}},
            }
            for status, text in ((200, "OK"), (503, "Service Unavailable"))
        },
    }
}
"""The one operation outside api/, described by hand; a test compares it with what it answers."""
PART = {"type": "string", "enum": ["ok", "failed"]}
HEALTH_SCHEMA = {
    "type": "object",
    "title": "Health",
    "required": ["status", "database", "ledger"],
    "properties": {
        "status": {**PART, "description": "all of it", "x-zh": "总的"},
        "database": {**PART, "description": "whether the database answers", "x-zh": "数据库是否答复"},
        "ledger": {**PART, "description": "whether the ledger is guarded", "x-zh": "办理记录是否有防改保护"},
    },
}

SUMMARIES = {
    "due": Words("期限哪天到", "When a term ends"),
    "worth": Words("一个人的培训值多少", "What one person's training is worth"),
    "settle": Words("一个班应付多少", "What is owed for a class"),
    "plan": Words("一年的培训计划", "The training plan of a year"),
    "certificate": Words("一张等级证书的状态", "The state of a level certificate"),
    "training_certificate": Words("一张培训合格证书的状态", "The state of a training certificate"),
}
SAID = {
    "due": Words(
        "当天不计；最后一天休息的，顺延到下一个工作日。所落年份的放假安排没有公布的，结果是暂定的。",
        "The day of the event is not counted, and the last day rolls off closed days. Where the year's holidays are "
        "not published the answer is provisional.",
    ),
    "worth": Words(
        "按开班那天的标准，由培训日数算出每人金额。",
        "Yuan for one person from the number of training days, by the rate of the day the class opened.",
    ),
    "settle": Words(
        "由全班学员算出可计付人数、就业率、是否全额和应付金额。只是计算，不保存。",
        "From the people of a class: who can be paid for, the employment rate, whether all are paid, and the sum. "
        "A calculation; nothing is stored.",
    ),
    "plan": Words(
        "已下达的年度计划：每格的名额、已公告和已开班的名额，以及合计。",
        "The issued plan of a year: seats, seats announced and seats opened of every cell, and the totals.",
    ),
    "certificate": Words(
        "由证书上的查验码查状态：有效、暂停、已撤销或已换发。",
        "The state of a certificate by the code printed on it: valid, suspended, revoked or superseded.",
    ),
    "training_certificate": Words(
        "由证书上的查验码查状态：有效、已撤销或已换发；另有起止日期和四类学时。",
        "The state of a certificate by the code printed on it: valid, revoked or superseded; with its days, and the "
        "hours in four kinds.",
    ),
}
SOMEBODY = {"days": 12, "certified": True, "barred": False, "employed": True}
EXAMPLES: dict[str, dict[str, Any]] = {
    "due": {"address": "/api/law/due?start=2024-09-06&count=30&unit=day"},
    "worth": {"address": "/api/law/worth?days=45&opened=2024-06-01"},
    "settle": {
        "address": "/api/law/settle",
        "body": {"opened": "2024-06-01", "members": [SOMEBODY, {**SOMEBODY, "employed": False}]},
    },
    "plan": {"address": "/api/plan/2024"},
}
"""Requests that anybody may try; a test does."""
LANG = {
    "in": "query",
    "name": "lang",
    "required": False,
    "schema": {
        "type": "string",
        "enum": ["zh", "en"],
        "description": "language of the answer; Accept-Language without it",
        "x-zh": "答复的语言；不写时按Accept-Language",
    },
}


def described(name: str) -> dict[str, Any]:
    """The keyword arguments that describe an operation, its address called like itself."""
    return {
        "operation_id": name,
        "url_name": name,
        "summary": SUMMARIES[name].en,
        "description": SAID[name].en,
        "openapi_extra": {
            "x-zh": {"summary": SUMMARIES[name].zh, "description": SAID[name].zh},
            "x-example": EXAMPLES.get(name, {}),
            "parameters": [dict(LANG)],
        },
    }
