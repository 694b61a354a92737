"""The twelve departments that hand in files, and what they decide about.

Organs are as invented as organisations: the provincial one and one in each prefecture and county, all named
示例. What they find and on which law they rest it reads like the real thing, so that pages look as they will.
"""

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Licence:
    """A kind of licence: title of the decision, name of the certificate, what is permitted, kind."""

    title: str
    certificate: str
    content: str
    kind: str = "普通"


@dataclass(frozen=True, slots=True)
class Breach:
    """A kind of breach: its type, the facts as written, the law applied."""

    kind: str
    facts: str
    basis: str


@dataclass(frozen=True, slots=True)
class Department:
    """A department: its code and kind on the node, the names its organs have, what it licenses and penalises.

    `licences` and `penalties` of 100,000 records of the province; `word` is its word in instrument numbers.
    """

    code: str
    kind: str
    organ: str
    english: str
    word: str
    licences: int = 0
    penalties: int = 0
    licence_kinds: tuple[Licence, ...] = field(default=())
    breaches: tuple[Breach, ...] = field(default=())


DEPARTMENTS: Final = (
    Department(
        "scjg",
        "market_regulation",
        "市场监督管理局",
        "Market Regulation",
        "市监",
        9000,
        9500,
        (
            Licence("食品经营许可决定书", "食品经营许可证", "预包装食品销售；热食类食品制售"),
            Licence("特种设备使用登记决定书", "特种设备使用登记证", "在用特种设备使用登记", "登记"),
            Licence("计量标准考核决定书", "计量标准考核证书", "社会公用计量标准考核", "核准"),
        ),
        (
            Breach(
                "虚假宣传",
                "在店堂广告中对商品的性能作引人误解的商业宣传",
                "《中华人民共和国反不正当竞争法》第二十条",
            ),
            Breach(
                "销售不合格产品", "销售的产品经监督抽查判定为不合格", "《中华人民共和国产品质量法》第四十九条"
            ),
            Breach(
                "经营超过保质期的食品",
                "货架上摆放超过保质期的预包装食品",
                "《中华人民共和国食品安全法》第一百二十四条",
            ),
        ),
    ),
    Department(
        "mz",
        "civil_affairs",
        "民政局",
        "Civil Affairs",
        "民",
        2000,
        300,
        (Licence("社会组织章程核准决定书", "社会组织章程核准表", "核准章程修改", "核准"),),
        (Breach("未按规定接受监督检查", "未按规定报送上年度工作报告", "《社会团体登记管理条例》第三十条"),),
    ),
    Department("bz", "institution_establishment", "机构编制委员会办公室", "Institution Establishment", "编"),
    Department(
        "ny",
        "agriculture",
        "农业农村局",
        "Agriculture and Rural Affairs",
        "农",
        3500,
        900,
        (
            Licence("农药经营许可决定书", "农药经营许可证", "农药经营（限制使用农药除外）"),
            Licence("动物防疫条件审查决定书", "动物防疫条件合格证", "动物饲养场防疫条件审查", "核准"),
        ),
        (
            Breach(
                "无证经营种子", "未取得种子生产经营许可证销售农作物种子", "《中华人民共和国种子法》第七十六条"
            ),
        ),
    ),
    Department(
        "sw",
        "taxation",
        "税务局",
        "Taxation",
        "税",
        1000,
        500,
        (Licence("增值税专用发票最高开票限额审批决定书", "准予税务行政许可决定书", "最高开票限额十万元"),),
        (Breach("逾期申报", "未按照规定期限办理纳税申报", "《中华人民共和国税收征收管理法》第六十二条"),),
    ),
    Department(
        "hj",
        "ecology_environment",
        "生态环境局",
        "Ecology and Environment",
        "环",
        2500,
        1800,
        (
            Licence("排污许可决定书", "排污许可证", "废气、废水污染物排放", "普通"),
            Licence("建设项目环境影响报告表批复", "环境影响评价批复", "同意项目建设", "核准"),
        ),
        (
            Breach(
                "超标排放大气污染物",
                "排放的大气污染物浓度超过排放标准",
                "《中华人民共和国大气污染防治法》第九十九条",
            ),
            Breach(
                "超标排放水污染物",
                "排放的水污染物浓度超过排放标准",
                "《中华人民共和国水污染防治法》第八十三条",
            ),
        ),
    ),
    Department(
        "yj",
        "emergency_management",
        "应急管理局",
        "Emergency Management",
        "应急",
        3000,
        1500,
        (
            Licence("危险化学品经营许可决定书", "危险化学品经营许可证", "危险化学品零售"),
            Licence("安全生产许可决定书", "安全生产许可证", "非煤矿山开采"),
        ),
        (
            Breach(
                "未如实记录安全生产教育培训",
                "安全生产教育和培训情况未如实记录",
                "《中华人民共和国安全生产法》第九十七条",
            ),
        ),
    ),
    Department(
        "rs",
        "human_resources_social_security",
        "人力资源和社会保障局",
        "Human Resources and Social Security",
        "人社",
        2500,
        800,
        (
            Licence("人力资源服务许可决定书", "人力资源服务许可证", "职业中介活动"),
            Licence("劳务派遣经营许可决定书", "劳务派遣经营许可证", "劳务派遣业务"),
        ),
        (Breach("拒不配合劳动保障监察", "经责令改正拒不报送书面材料", "《劳动保障监察条例》第三十条"),),
    ),
    Department(
        "zj",
        "housing_construction",
        "住房和城乡建设局",
        "Housing and Construction",
        "住建",
        5000,
        2500,
        (
            Licence("建筑工程施工许可决定书", "建筑工程施工许可证", "房屋建筑工程施工"),
            Licence("建筑业企业资质核准决定书", "建筑业企业资质证书", "施工总承包三级", "认可"),
        ),
        (Breach("未按图施工", "未按照工程设计图纸施工", "《建设工程质量管理条例》第六十四条"),),
    ),
    Department(
        "jt",
        "transport",
        "交通运输局",
        "Transport",
        "交",
        5500,
        6000,
        (
            Licence("道路货物运输经营许可决定书", "道路运输经营许可证", "道路普通货物运输"),
            Licence("超限运输车辆行驶公路许可决定书", "超限运输车辆通行证", "超限运输车辆行驶公路", "特许"),
        ),
        (
            Breach(
                "未按规定维护车辆", "未按规定维护和检测运输车辆", "《中华人民共和国道路运输条例》第七十条"
            ),
            Breach("超限运输", "车货总质量超过公路限载标准", "《公路安全保护条例》第六十四条"),
        ),
    ),
    Department("fy", "court", "人民法院", "Court", "法"),
    Department(
        "wj",
        "health",
        "卫生健康局",
        "Health",
        "卫",
        4000,
        1200,
        (
            Licence("公共场所卫生许可决定书", "卫生许可证", "住宿场所、理发美容场所"),
            Licence("医疗机构执业登记决定书", "医疗机构执业许可证", "内科、外科、中医科", "登记"),
        ),
        (Breach("未取得公共场所卫生许可证", "未取得卫生许可证擅自营业", "《公共场所卫生管理条例》第十四条"),),
    ),
)

BY_KIND: Final = {department.kind: department for department in DEPARTMENTS}
