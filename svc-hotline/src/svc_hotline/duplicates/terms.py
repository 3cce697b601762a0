"""What speaks for two tickets being about one matter, in both languages."""

from chassis.terms import Term


class Reason(Term):
    """Why a ticket counts as a likely duplicate 疑似重复依据."""

    SAME_CATEGORY = "same_category", "类别相同", "Same category"
    SIMILAR_TITLE = "similar_title", "标题相近", "Similar title"
    NEAR = "near", "位置相近", "Close by"
    SAME_ADDRESS = "same_address", "地址相同", "Same address"
    SAME_TERRITORY = "same_territory", "同一辖区", "Same territory"
    WITHIN_A_WEEK = "within_a_week", "一周之内", "Within a week"
    WITHIN_THE_PERIOD = "within_the_period", "三十天之内", "Within thirty days"
    SAME_TEXT = "same_text", "内容相同", "Same words"
    SIMILAR_TEXT = "similar_text", "内容相近", "Similar words"
    LITTLE_TEXT = "little_text", "描述过少，无法比对内容", "Too few words to tell apart"
