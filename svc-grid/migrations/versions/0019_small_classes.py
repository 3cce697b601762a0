"""The small classes 小类 to begin with, after the matters that GB/T 30428.2 names; a city keeps its own from here on."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

# Registering conditions: code, Chinese, English, evidence, working hours of handling in areas of level 1, 2, 3.
_CONDITIONS = {
    "cover": (
        ("missing", "井盖缺失", "Cover missing", ["photo"], 2, 4, 8),
        ("broken", "井盖破损", "Cover broken", ["photo"], 8, 12, 24),
        ("displaced", "井盖移位、沉降或凸起", "Cover displaced, sunk or raised", ["photo"], 4, 8, 12),
        ("noisy", "井盖松动有异响", "Cover loose and noisy", ["video"], 16, 24, 40),
    ),
    "lamp": (
        ("not_lit", "应亮时不亮", "Does not light when it should", ["photo", "device"], 16, 24, 32),
        ("always_lit", "不应亮时常亮", "Lit when it should not be", ["photo", "device"], 16, 24, 40),
        ("broken", "灯具或灯杆破损、倾斜", "Lamp or pole broken or leaning", ["photo"], 16, 24, 40),
        ("exposed_wire", "线缆裸露，有触电危险", "Bare wires, danger of shock", ["photo"], 2, 4, 8),
    ),
    "fixture": (
        ("broken", "破损", "Broken", ["photo"], 16, 24, 40),
        ("missing", "缺失", "Missing", ["photo"], 16, 24, 40),
        ("leaning", "倾斜或倒伏", "Leaning or fallen", ["photo"], 8, 16, 24),
        ("soiled", "污损", "Soiled", ["photo"], 8, 12, 24),
    ),
    "power": (
        ("door_open", "箱门敞开或锁具损坏", "Door open or lock broken", ["photo"], 4, 8, 12),
        ("broken", "破损、倾斜", "Broken or leaning", ["photo"], 8, 16, 24),
        ("leaking", "漏电、漏气、漏水或漏油", "Leaks current, gas, water or oil", ["photo", "device"], 1, 2, 4),
    ),
    "paving": (
        ("damaged", "破损、坑洼或塌陷", "Damaged, with holes or sunk", ["photo", "measurement"], 24, 40, 56),
        ("blocked", "堵塞或积水", "Blocked or under water", ["photo", "device"], 4, 8, 16),
        ("missing", "缺失", "Missing", ["photo"], 16, 24, 40),
    ),
    "plant": (
        ("fallen", "倒伏或折断", "Fallen or snapped", ["photo"], 4, 8, 16),
        ("dead", "枯死或缺株", "Dead or gone", ["photo"], 40, 56, 80),
        ("pests", "病虫害", "Pests or disease", ["photo"], 24, 40, 56),
        ("obstructing", "遮挡信号、线路或通行", "Hides signals, touches lines or stands in the way", ["photo"], 16, 24, 40),
    ),
    "building": (
        ("dangerous", "存在危险", "Dangerous", ["photo"], 4, 8, 16),
        ("damaged", "破损或渗漏", "Damaged or leaking", ["photo"], 40, 56, 80),
    ),
    "litter": (("found", "现场存在未清理", "There and not cleared", ["photo"], 2, 4, 8),),
    "order": (("found", "现场存在", "Found on the spot", ["photo"], 2, 4, 6),),
    "works": (("found", "现场存在", "Found on the spot", ["photo", "video"], 8, 12, 16),),
    "sudden": (("found", "正在发生", "Happening", ["photo", "device"], 1, 2, 4),),
    "advert": (("found", "未经许可设置或张贴", "Put up without a permit", ["photo"], 8, 16, 24),),
}  # fmt: skip
_DONE = {"code": "restored", "text_zh": "恢复完好，功能正常", "text_en": "Whole and working again"}
_GONE = {"code": "removed", "text_zh": "问题已消除，现场清洁", "text_en": "Gone, and the place is clean"}

_SMALL = {
    "public_utilities": """water_cover 上水井盖 Water_main_cover cover|sewer_cover 污水井盖 Sewer_cover cover
        rain_cover 雨水井盖 Storm_drain_cover cover|rain_grate 雨水箅子 Storm_drain_grate cover
        power_cover 电力井盖 Power_cover cover|lighting_cover 路灯井盖 Street_lighting_cover cover
        telecom_cover 通信井盖 Telecom_cover cover|tv_cover 电视井盖 Television_cable_cover cover
        network_cover 网络井盖 Network_cable_cover cover|heating_cover 热力井盖 Heating_cover cover
        gas_cover 燃气井盖 Gas_cover cover|police_cover 公安井盖 Police_cable_cover cover
        hydrant 消火栓 Fire_hydrant power|ownerless_cover 无主井盖 Cover_without_an_owner cover
        telecom_box 通信交接箱 Telecom_cabinet power|power_box 电力设施 Power_cabinet power
        pole 立杆 Pole fixture|street_lamp 路灯 Street_lamp lamp|ground_lamp 地灯 Ground_lamp lamp
        scenic_lamp 景观灯 Scenic_lamp lamp|news_stand 报刊亭 News_stand fixture
        phone_booth 电话亭 Telephone_booth fixture|mail_box 邮筒 Post_box fixture
        info_kiosk 信息亭 Information_kiosk fixture|vending_machine 自动售货机 Vending_machine fixture
        fitness_equipment 健身设施 Fitness_equipment fixture
        gas_regulator 燃气调压箱 Gas_pressure_regulator power|camera_pole 监控设施 Camera_and_its_pole fixture
        transformer 变压器 Transformer power""",
    "roads": """carriageway 车行道 Carriageway paving|footway 人行道 Footway paving|kerb 路缘石 Kerb paving
        bridge 跨河桥 Bridge paving|footbridge 过街天桥 Footbridge paving|underpass 地下通道 Underpass paving
        traffic_sign 交通标志牌 Traffic_sign fixture|traffic_light 交通信号灯 Traffic_light lamp
        road_marking 道路标线 Road_marking paving|guard_rail 交通护栏 Guard_rail fixture
        bollard 阻车桩 Bollard fixture|bus_shelter 公交站亭 Bus_shelter fixture
        name_plate 路名牌 Street_name_plate fixture|parking_bay 停车设施 Parking_facility fixture
        tactile_paving 盲道 Tactile_paving paving""",
    "sanitation_facilities": """public_toilet 公共厕所 Public_toilet fixture|litter_bin 果皮箱 Litter_bin fixture
        waste_bin 垃圾箱 Waste_container fixture|waste_room 垃圾间 Waste_room fixture
        notice_board 宣传栏 Notice_board fixture|advertising_board 户外广告 Outdoor_advertisement fixture
        shop_sign 牌匾标识 Shop_sign fixture|transfer_station 垃圾转运站 Waste_transfer_station fixture""",
    "greening": """old_tree 古树名木 Old_or_famous_tree plant|street_tree 行道树 Street_tree plant
        tree_guard 护树设施 Tree_guard fixture|flower_stand 花架花钵 Flower_stand fixture
        green_belt 绿地 Green_space plant|sculpture 城市雕塑 Sculpture fixture
        street_bench 街头坐椅 Street_bench fixture|green_fence 绿地护栏 Green_space_fence fixture
        watering_point 绿化用水设施 Watering_point power|fountain 喷泉 Fountain power""",
    "housing": """building_wall 房屋外墙 Outer_wall building|basement 地下室 Basement building
        stairway 公用楼道 Common_stairway building|canopy 雨棚门廊 Canopy_and_porch building
        old_house 保护性建筑 Listed_building building""",
    "other_components": """river_bank 河堤护坡 River_bank paving|river_rail 河道护栏 River_railing fixture
        heating_pipe 管道管线 Pipe_or_line power|site_fence 工地围挡 Site_fence fixture
        water_gauge 水位标尺 Water_gauge fixture|warning_sign 警示牌 Warning_sign fixture""",
    "appearance": """dirty_road 道路不洁 Dirty_road litter|waste_heap 暴露垃圾 Uncovered_waste litter
        standing_water 积存污水 Standing_sewage litter|building_waste 积存渣土 Heap_of_rubble litter
        full_bin 垃圾满溢 Overflowing_bin litter|dirty_river 水域不洁 Dirty_water litter
        dirty_green 绿地脏乱 Untidy_green_space litter|snow 积雪积冰 Snow_and_ice litter
        dust 道路扬尘 Road_dust litter|open_burning 露天焚烧 Open_burning sudden
        bad_facade 沿街立面脏乱 Untidy_facade works""",
    "advertising": """small_advert 非法小广告 Bill_posting advert|illegal_board 违章广告牌 Unlicensed_advertisement advert
        leaflets 散发小广告 Handing_out_leaflets order|banner 违规悬挂条幅 Unlicensed_banner advert""",
    "construction": """night_works 夜间施工扰民 Works_at_night works|site_dust 工地扬尘 Dust_from_a_site works
        unlicensed_dig 无证掘路 Digging_up_without_a_permit works
        muddy_truck 车辆带泥上路 Mud_carried_onto_the_road order
        rubble_spill 遗撒渣土 Rubble_spilt_from_a_truck order|site_waste 施工废弃料 Waste_from_works works""",
    "emergencies": """pipe_burst 管道破裂 Burst_pipe sudden|gas_leak 燃气泄漏 Gas_leak sudden
        road_collapse 路面塌陷 Road_collapse sudden|flooding 道路积水 Flooded_road sudden
        high_water 水位超警 Water_over_the_warning_mark sudden|blizzard 冰雪灾害 Snow_or_ice_disaster sudden
        fallen_line 线缆坠落 Fallen_line sudden""",
    "street_order": """street_stall 无照经营游商 Unlicensed_street_trade order
        outside_trade 店外经营 Trading_outside_the_shop order
        parked_vehicle 机动车乱停放 Motor_vehicle_parked_where_it_may_not order
        parked_bicycle 非机动车乱停放 Bicycle_parked_where_it_may_not order|noise 噪声扰民 Noise order
        drying_clothes 乱挂晾晒 Hanging_things_out order|blocked_way 占用消防通道 Fire_lane_blocked sudden""",
    "other_events": """stray_object 占道堆物 Things_left_on_the_road order|abandoned_vehicle 废弃车辆 Abandoned_vehicle works
        dead_animal 动物尸体 Dead_animal litter|unlicensed_building 违章搭建 Unlicensed_building works""",
}  # fmt: skip

_INSERT = sa.text(
    """INSERT INTO case_classes (code, kind, name_zh, name_en, limit_working_hours, nature, digits, registering_conditions,
        closing_conditions, limits, needs_photo_before, needs_photo_after, responsible_by)
    VALUES (:code, 'urban', :name_zh, :name_en, :hours, :nature, :digits, cast(:registering AS jsonb),
        cast(:closing AS jsonb), cast(:limits AS jsonb), true, true, :responsible_by)"""
)


def upgrade() -> None:
    connection = op.get_bind()
    natures = dict(connection.execute(sa.text("SELECT code, nature FROM case_classes")).all())
    rows = [row for large, small in _SMALL.items() for row in _rows(f"urban.{large}", natures[f"urban.{large}"], small)]
    connection.execute(_INSERT, rows)
    connection.execute(
        sa.text(
            """INSERT INTO case_class_versions
            SELECT code, 1, 1, now(), 'migration', 'carry_over', to_jsonb(c) - 'kind' - 'limit_working_hours' - 'version'
                - 'catalogue_version'
            FROM case_classes c"""
        )
    )


def _rows(large: str, nature: str, small: str) -> list[dict[str, object]]:
    entries = [each.split() for line in small.splitlines() for each in line.split("|")]
    return [
        {
            "code": f"{large}.{slug}", "name_zh": zh, "name_en": en.replace("_", " "), "nature": nature, "digits": f"{index:02}",
            "hours": _CONDITIONS[template][0][5], "registering": json.dumps(_conditions(template), ensure_ascii=False),
            "closing": json.dumps([_DONE if nature == "component" else _GONE], ensure_ascii=False),
            "limits": json.dumps(_limits(template)),
            "responsible_by": "component_owner" if nature == "component" else "territory",
        }
        for index, (slug, zh, en, template) in enumerate(entries, 1)
    ]  # fmt: skip


def _conditions(template: str) -> list[dict[str, object]]:
    return [
        {"code": code, "text_zh": zh, "text_en": en, "evidence": evidence} for code, zh, en, evidence, *_ in _CONDITIONS[template]
    ]


def _limits(template: str) -> list[dict[str, object]]:
    """Of each condition at each level; and where neither is said, the first condition's at level 2."""
    hours = [(code, level, each[level - 1]) for code, _, _, _, *each in _CONDITIONS[template] for level in (1, 2, 3)]
    nothing = {"registration_h": None, "assignment_h": None, "verification_h": None}
    usual = (None, None, _CONDITIONS[template][0][5])
    return [{"condition_code": code, "level": level, "handling_h": each, **nothing} for code, level, each in (*hours, usual)]


def downgrade() -> None:
    op.execute("DELETE FROM case_class_versions WHERE change = 'carry_over'")
    op.execute("DELETE FROM case_classes WHERE code LIKE '%.%.%'")
