"""Builders for tests of the knowledge base: entries in any state, and a corpus as a city's hotline keeps it."""

import random
from datetime import UTC, date, datetime
from typing import Any

import httpx
from hotline_builders import Hotline
from sqlalchemy import insert, text

from chassis.ids import uuid7
from svc_hotline.knowledge.models import KnowledgeEntry, KnowledgeVersion
from svc_hotline.knowledge.searching import words_for
from svc_hotline.knowledge.terms import Status

ENTRY = {
    "question": "社会保障卡遗失如何补办",
    "answer": "持有效身份证件到任一社会保障卡服务网点办理挂失和补领，当场制卡。",
    "unit_code": "84",
    "category_code": "service",
    "keywords": ["社保卡"],
    "valid_from_on": "2020-01-01",
    "source": "《社会保障卡办事指南》",
}


class Knowledge:
    """The knowledge base under test: who asks it, and shortcuts to where a test begins."""

    def __init__(self, hotline: Hotline) -> None:
        self.hotline = hotline
        self.desk, self.unit, self.public, self.supervisor = hotline.desk, hotline.unit, hotline.public, hotline.supervisor
        self.other_unit = hotline.harness.as_("unit", subject="other", unit_code="85")
        self.analyst = hotline.harness.as_("analyst")

    async def drafted(self, client: httpx.AsyncClient | None = None, **changes: Any) -> dict[str, Any]:
        answer = await (client or self.desk).post("/v1/knowledge-entries", json=ENTRY | changes)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def act(
        self, entry: dict[str, Any], action: str, client: httpx.AsyncClient, body: dict[str, Any] | None = None, **more: Any
    ) -> httpx.Response:
        return await client.post(f"/v1/knowledge-entries/{entry['id']}/{action}", json=body or {}, **more)

    async def acted(
        self, entry: dict[str, Any], action: str, client: httpx.AsyncClient, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        answer = await self.act(entry, action, client, body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def brought_to(self, status: str, **changes: Any) -> dict[str, Any]:
        """An entry whose first version is in the wanted state, brought there through the API."""
        entry = await self.drafted(**changes)
        if status in ("submitted", "sent_back", "published", "withdrawn", "superseded"):
            entry = await self.acted(entry, "submissions", self.desk)
        if status == "sent_back":
            entry = await self.acted(entry, "send-backs", self.supervisor, {"reason": "请补充时限"})
        if status in ("published", "withdrawn", "superseded"):
            entry = await self.acted(entry, "approvals", self.supervisor)
        if status == "withdrawn":
            entry = await self.acted(entry, "withdrawals", self.desk, {"reason": "政策已废止"})
        if status == "superseded":
            for action, client in (("revisions", self.desk), ("submissions", self.desk), ("approvals", self.supervisor)):
                await self.acted(entry, action, client)
        return entry

    async def shown(self, entry: dict[str, Any], client: httpx.AsyncClient | None = None, **params: Any) -> dict[str, Any]:
        answer = await (client or self.desk).get(f"/v1/knowledge-entries/{entry['id']}", params=params)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def listed(self, client: httpx.AsyncClient, **params: Any) -> list[dict[str, Any]]:
        answer = await client.get("/v1/knowledge-entries", params=params)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def found(self, q: str, client: httpx.AsyncClient | None = None, **params: Any) -> list[dict[str, Any]]:
        answer = await (client or self.public).get("/v1/knowledge-entries/search", params={"q": q, **params})
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def filled(self, count: int) -> None:
        """So many published entries more, straight into the tables: matters, places and answers put together at random."""
        chance, now = random.Random(12345), datetime.now(UTC)
        entries, versions = [], []
        for _ in range(count):
            question, answer, keywords = made_up(chance)
            entries.append({"id": uuid7(), "version": 1, "newest_no": 1, "published_no": 1, "confirmed_at": now})
            versions.append(
                {
                    "entry_id": entries[-1]["id"], "version_no": 1, "status": Status.PUBLISHED, "question": question,
                    "answer": answer, "unit_code": "84", "category_code": "service", "keywords": keywords, "source": "指南",
                    "valid_from_on": date(2020, 1, 1), "authors": ["desk"], "changed_at": now,
                    "words": words_for(question, keywords, answer),
                }
            )  # fmt: skip
        async with self.hotline.harness.sessions() as db, db.begin():
            await db.execute(insert(KnowledgeEntry), entries)
            for at in range(0, count, 200):
                await db.execute(insert(KnowledgeVersion).values(versions[at : at + 200]))
            await db.execute(text("ANALYZE knowledge_entries, knowledge_versions"))


def made_up(chance: random.Random) -> tuple[str, str, list[str]]:
    """A question of one of some thousand matters; its answer speaks of others too, and of offices, roads and papers."""

    def name() -> str:
        return chr(chance.randrange(0x4E00, 0x7000)) + chr(chance.randrange(0x4E00, 0x7000))

    matter = f"{chance.choice(OBJECTS)}{chance.choice(OBJECTS)}{chance.choice(DEEDS)}"
    answer = "".join(
        f"{chance.choice(OBJECTS)}{chance.choice(DEEDS)}到{name()}镇{name()}路{chance.randrange(1, 900)}号{name()}窗口办理，"
        f"带{name()}证明和{name()}表，{chance.randrange(1, 60)}日内办结，{name()}科负责，电话{chance.randrange(10**6, 10**7)}。"
        for _ in range(4)
    )
    return f"{matter}如何办理", answer, [chance.choice(OBJECTS)]


OBJECTS = """
    道路 桥梁 绿化 公园 广场 河道 水库 农田 种子 化肥 农机 牧场 兽医 疫苗 学前 幼儿园 中学 高考 助学 奖学金 图书馆 体育馆
    游泳池 博物馆 文物 旅游 宾馆 餐饮 食品 药品 医疗器械 化妆品 计量 特种设备 电梯 锅炉 消防 危险品 烟花 枪支 边境 签证 护照
    港澳 台胞 华侨 宗教 民族 工会 妇联 团员 志愿者 慈善 彩票 殡葬 墓地 收养 婚检 产检 助产 疫情 献血 急救 中医 康复 养老院
    食堂 法律 公证 仲裁 律师 司法 戒毒 税务 发票 关税 海关 保税 出口 外贸 商标 专利 版权 合同 招标 采购 审计 统计 物价 粮食
    石油 煤炭 矿山 电力 光伏 风电 环保 排污 固废 土壤 森林 草原 野生动物 湿地 测绘 地图 规划 征地 拆迁 宅基地 危房 装修 电梯间
    车位 充电桩 出租车 网约车 货车 客运 铁路 机场 航班 快递 邮政 电信 宽带 广播 电视 网络 数据 档案 印章 人才 职称 军人 退役
    抚恤 社保卡 医保 工资 失业 工伤 供暖 暖气 停水 水费 燃气 路灯 井盖
""".split()  # noqa: SIM905
DEEDS = """
    登记 备案 许可 审批 检验 检测 年检 换证 补证 注销 变更 延期 缴费 退费 补贴 奖励 处罚 复议 鉴定 评估 认证 公示 巡查 维修
    养护 清运 安装 拆除 租赁 转让 继承 赠与 抵押 查封 报废 回收 置换 预约 排队 培训 考试 报名 录取 体检 接种 隔离 救助 安置
    迁移 改造 验收 移交 停用 启用
""".split()  # noqa: SIM905


# name: question, keywords, answer; as units write them.
CORPUS: dict[str, tuple[str, list[str], str]] = {
    "card": ("社会保障卡遗失如何补办", ["社保卡"],
        "先拨打12333或在网点挂失，再持身份证到任一服务网点补领，当场制卡，工本费免收。"),
    "card_first": ("社会保障卡首次申领需要哪些材料", ["新办社保卡", "第一次"],
        "持身份证到合作银行网点申领；未成年人由监护人持户口簿代办。"),
    "card_password": ("社会保障卡密码忘记如何重置", ["密码"],
        "持卡和身份证到制卡银行柜台重置社保功能密码和金融密码。"),
    "pension_flexible": ("灵活就业人员如何参加企业职工基本养老保险", ["个人交社保", "自由职业"],
        "在社保服务大厅或手机端登记参保，缴费基数在上下限之间自选。"),
    "pension_check": ("领取养老金人员如何进行资格认证", ["人脸认证", "刷脸"],
        "每年一次，可用手机人脸识别认证；行动不便的由社区上门办理。"),
    "pension_start": ("基本养老金从何时开始发放", ["退休金到账"],
        "达到法定退休年龄并办理退休手续后的次月起，每月15日前发放到社会保障卡。"),
    "unemployment": ("失业保险金申领条件和标准", ["失业金", "下岗"],
        "缴费满一年、非本人意愿中断就业并已登记的可以申领，标准为最低工资的九成。"),
    "injury": ("工伤认定如何申请", ["上班受伤"],
        "用人单位自事故发生之日起30日内提出，单位未提出的职工可在1年内自行提出。"),
    "wages": ("拖欠农民工工资向何处投诉", ["欠薪", "讨薪", "工钱"],
        "向劳动保障监察大队投诉，或在欠薪线索平台登记，十个工作日内答复。"),
    "medical_remote": ("异地就医备案及直接结算办理流程", ["外地看病", "跨省报销"],
        "在国家异地就医备案小程序备案后，住院费用可在定点医院直接结算。"),
    "medical_ratio": ("城乡居民基本医疗保险住院报销比例", ["住院报多少"],
        "一级医院百分之九十，二级百分之八十，三级百分之六十五，起付线以上部分计算。"),
    "medical_pay": ("城乡居民基本医疗保险缴费时间和标准", ["交医保", "医保费"],
        "每年九月至十二月集中缴费，可通过税务小程序、银行缴纳，逾期有待遇等待期。"),
    "medical_family": ("职工医保个人账户家庭共济如何绑定", ["给家人用医保卡"],
        "登录医保服务平台绑定配偶、父母、子女，绑定后可为其支付医药费用。"),
    "chronic": ("门诊慢性病待遇如何申请认定", ["高血压", "糖尿病", "慢病卡"],
        "持二级以上医院诊断证明和病历到医保经办窗口申请，认定后享受门诊报销。"),
    "birth_allowance": ("生育津贴申领条件及计算标准", ["产假工资"],
        "单位连续缴费满六个月，生育后由单位申报，按上年度月平均工资除以30乘以产假天数。"),
    "heating_temperature": ("供暖期室内温度不达标如何处理", ["暖气不热", "测温"],
        "室温不得低于18摄氏度，先报供热企业测温，不达标的按日退还采暖费。"),
    "heating_dates": ("城区集中供热起止时间", ["几号供暖", "停暖"],
        "每年10月15日至次年4月15日，遇寒潮可提前或延长。"),
    "heating_fee": ("采暖费收费标准和缴费方式", ["暖气费"],
        "居民每平方米22元，可在热力公司营业厅或手机缴纳，逾期按约定收取违约金。"),
    "heating_stop": ("如何申请停止用热", ["不用暖气", "报停"],
        "每年9月底前向供热企业提出，不影响相邻用户的可以停热，缴纳基础热费百分之二十。"),
    "heating_leak": ("供热管道漏水如何报修", ["暖气片漏水"],
        "拨打热力公司24小时抢修电话，二小时内到场，公共管网由企业免费维修。"),
    "water_outage": ("停水信息查询和恢复供水时间", ["没水"],
        "计划停水提前24小时公告，抢修停水以供水公司通知为准，可关注公众号查询。"),
    "water_fee": ("居民阶梯水价及水费异常核查", ["水费太高"],
        "一档每立方米2.6元，对用量有异议可申请水表检定。"),
    "water_quality": ("自来水浑浊发黄有异味如何反映", ["水质", "水发黄"],
        "先放水数分钟，仍浑浊的请报供水公司取样检测，48小时内告知结果。"),
    "power": ("居民停电故障如何报修", ["跳闸"],
        "先查看空气开关，属外部故障拨打95598，城区45分钟内到达。"),
    "gas": ("天然气开户与点火如何预约", ["通煤气", "开通燃气"],
        "持房产证明到燃气公司营业厅开户，安装验收后预约点火，七日内上门。"),
    "newborn": ("新生儿出生登记户口办理", ["给孩子上户口"],
        "凭出生医学证明、父母户口簿和结婚证，到父亲或母亲户籍地派出所申报，随父随母自愿。"),
    "move": ("户口迁移到本市的条件", ["迁户口"],
        "在本市有合法稳定住所或就业的可以申请落户，配偶子女可随迁，实行零门槛。"),
    "residence": ("居住证办理条件和所需材料", ["暂住证"],
        "居住半年以上，持身份证、住所证明到派出所或便民服务中心申领。"),
    "id_card": ("居民身份证丢失补领", ["身份证丢了"],
        "本人到任一派出所户籍窗口补领，可异地办理，20个工作日领取，急用可办临时身份证。"),
    "passport": ("普通护照首次申请和换发 How to apply for or renew a passport", ["passport", "出国"],
        "Bring your identity card to the exit-entry hall; issued within 7 working days. 工本费120元。"),
    "marriage": ("结婚登记需要的证件", ["领证"],
        "双方携带身份证共同到婚姻登记机关办理，全国通办，无需户口簿，可提前预约。"),
    "pothole": ("道路坑洼破损如何报修", ["路上有坑"],
        "市政管养道路由住建部门48小时内修补，请说明路名和位置。"),
    "lamp": ("路灯不亮报修", ["路灯坏了"],
        "由路灯管理所负责，一般故障24小时内修复，请提供灯杆编号。"),
    "manhole": ("井盖缺失或破损如何上报", ["窨井盖"],
        "先放置警示标志，由权属单位2小时内到场处置。"),
    "parking": ("机动车违法停放举报", ["乱停车"],
        "占用人行道、消防通道的违停由交警和城管按职责处理，可拍照上传。"),
    "licence": ("机动车驾驶证期满换证", ["驾照到期"],
        "有效期满前90日内，可在交管12123申请，提交体检证明和照片。"),
    "snow": ("冬季道路积雪清扫责任如何划分", ["扫雪"],
        "主次干道由环卫部门清扫，门前由沿街单位负责，雪停后24小时内清除。"),
    "noise": ("夜间施工噪声扰民如何投诉", ["工地吵"],
        "22时至次日6时禁止产生噪声的施工，抢险和有许可的除外，由城管执法部门查处。"),
    "garbage": ("生活垃圾清运不及时如何反映", ["垃圾堆"],
        "由环卫部门每日清运，小区内由物业负责归集到投放点。"),
    "dog": ("养犬登记与流浪犬处置", ["狗证"],
        "城区养犬须免疫登记，流浪犬由城管部门收容，遛狗须牵绳。"),
    "school": ("义务教育阶段小学入学报名条件", ["上小学", "学区"],
        "年满六周岁，按学区划分，凭户口簿和房产证明在网上报名，随迁子女凭居住证。"),
    "housing": ("公共租赁住房申请条件", ["公租房", "廉租房"],
        "本市住房困难家庭，人均面积低于15平方米且收入在标准以内，向社区提出申请。"),
    "fund": ("住房公积金提取条件", ["取公积金"],
        "购房、租房、退休、离职等情形可以提取，网上申请，三个工作日到账。"),
    "property_fee": ("物业服务费收取标准和纠纷处理", ["物业费"],
        "前期物业实行政府指导价，业主对服务有异议向住建局物业科或社区反映。"),
    "business": ("个体工商户营业执照办理", ["开店", "注册"],
        "登录企业开办一网通办平台申报，一日内发照，不收费。"),
    "allowance": ("城乡最低生活保障申请", ["低保"],
        "家庭人均收入低于当地标准的向乡镇街道申请，公示后按月发放。"),
    "disability": ("残疾人证办理流程", ["残疾证"],
        "向户籍地残联申请，到指定医院评定，公示后发证，不收费。"),
    "elderly": ("高龄老人生活津贴发放标准", ["老年补贴"],
        "80周岁以上每月100元，90周岁以上每月200元，百岁以上每月500元。"),
}  # fmt: skip
