"""Shanxi's administrative areas (GB/T 2260, 2023 edition).

Codes that end in 71 are statistical development zones, not administrative areas: they are
not listed, yet belong to their city.
"""

from __future__ import annotations

from yushu.kernel.words import Words

PROVINCE = "140000"
PROVINCE_NAME = Words("山西省", "Shanxi")
UNKNOWN_AREA = Words("省外或未登记", "Outside Shanxi or not recorded")

_KINDS = {"区": "District", "县": "County", "市": "City"}

_CITIES = """
1401 太原 Taiyuan
1402 大同 Datong
1403 阳泉 Yangquan
1404 长治 Changzhi
1405 晋城 Jincheng
1406 朔州 Shuozhou
1407 晋中 Jinzhong
1408 运城 Yuncheng
1409 忻州 Xinzhou
1410 临汾 Linfen
1411 吕梁 Lüliang
"""

_COUNTIES = """
140105 小店区 Xiaodian, 140106 迎泽区 Yingze, 140107 杏花岭区 Xinghualing, 140108 尖草坪区 Jiancaoping,
140109 万柏林区 Wanbailin, 140110 晋源区 Jinyuan, 140121 清徐县 Qingxu, 140122 阳曲县 Yangqu,
140123 娄烦县 Loufan, 140181 古交市 Gujiao,
140212 新荣区 Xinrong, 140213 平城区 Pingcheng, 140214 云冈区 Yungang, 140215 云州区 Yunzhou,
140221 阳高县 Yanggao, 140222 天镇县 Tianzhen, 140223 广灵县 Guangling, 140224 灵丘县 Lingqiu,
140225 浑源县 Hunyuan, 140226 左云县 Zuoyun,
140302 城区 Cheng, 140303 矿区 Kuang, 140311 郊区 Jiao, 140321 平定县 Pingding, 140322 盂县 Yu,
140403 潞州区 Luzhou, 140404 上党区 Shangdang, 140405 屯留区 Tunliu, 140406 潞城区 Lucheng,
140423 襄垣县 Xiangyuan, 140425 平顺县 Pingshun, 140426 黎城县 Licheng, 140427 壶关县 Huguan,
140428 长子县 Zhangzi, 140429 武乡县 Wuxiang, 140430 沁县 Qin, 140431 沁源县 Qinyuan,
140502 城区 Cheng, 140521 沁水县 Qinshui, 140522 阳城县 Yangcheng, 140524 陵川县 Lingchuan,
140525 泽州县 Zezhou, 140581 高平市 Gaoping,
140602 朔城区 Shuocheng, 140603 平鲁区 Pinglu, 140621 山阴县 Shanyin, 140622 应县 Ying,
140623 右玉县 Youyu, 140681 怀仁市 Huairen,
140702 榆次区 Yuci, 140703 太谷区 Taigu, 140721 榆社县 Yushe, 140722 左权县 Zuoquan,
140723 和顺县 Heshun, 140724 昔阳县 Xiyang, 140725 寿阳县 Shouyang, 140727 祁县 Qi,
140728 平遥县 Pingyao, 140729 灵石县 Lingshi, 140781 介休市 Jiexiu,
140802 盐湖区 Yanhu, 140821 临猗县 Linyi, 140822 万荣县 Wanrong, 140823 闻喜县 Wenxi,
140824 稷山县 Jishan, 140825 新绛县 Xinjiang, 140826 绛县 Jiang, 140827 垣曲县 Yuanqu,
140828 夏县 Xia, 140829 平陆县 Pinglu, 140830 芮城县 Ruicheng, 140881 永济市 Yongji, 140882 河津市 Hejin,
140902 忻府区 Xinfu, 140921 定襄县 Dingxiang, 140922 五台县 Wutai, 140923 代县 Dai,
140924 繁峙县 Fanshi, 140925 宁武县 Ningwu, 140926 静乐县 Jingle, 140927 神池县 Shenchi,
140928 五寨县 Wuzhai, 140929 岢岚县 Kelan, 140930 河曲县 Hequ, 140931 保德县 Baode,
140932 偏关县 Pianguan, 140981 原平市 Yuanping,
141002 尧都区 Yaodu, 141021 曲沃县 Quwo, 141022 翼城县 Yicheng, 141023 襄汾县 Xiangfen,
141024 洪洞县 Hongtong, 141025 古县 Gu, 141026 安泽县 Anze, 141027 浮山县 Fushan, 141028 吉县 Ji,
141029 乡宁县 Xiangning, 141030 大宁县 Daning, 141031 隰县 Xi, 141032 永和县 Yonghe, 141033 蒲县 Pu,
141034 汾西县 Fenxi, 141081 侯马市 Houma, 141082 霍州市 Huozhou,
141102 离石区 Lishi, 141121 文水县 Wenshui, 141122 交城县 Jiaocheng, 141123 兴县 Xing,
141124 临县 Lin, 141125 柳林县 Liulin, 141126 石楼县 Shilou, 141127 岚县 Lan, 141128 方山县 Fangshan,
141129 中阳县 Zhongyang, 141130 交口县 Jiaokou, 141181 孝义市 Xiaoyi, 141182 汾阳市 Fenyang
"""


def _cities() -> dict[str, Words]:
    rows = (line.split() for line in _CITIES.strip().splitlines())
    return {f"{code}00": Words(f"{zh}市", en) for code, zh, en in rows}


def _counties() -> dict[str, Words]:
    rows = (entry.split() for entry in _COUNTIES.replace("\n", " ").split(","))
    return {code: Words(zh, f"{en} {_KINDS[zh[-1]]}") for code, zh, en in rows}


_BY_CITY = _cities()

CITIES: tuple[str, ...] = tuple(_BY_CITY)
"""The eleven cities, by their six-digit codes."""

AREAS: dict[str, Words] = {PROVINCE: PROVINCE_NAME, **_BY_CITY, **_counties()}
"""Every area by its six-digit code: the province, its cities, their counties and districts."""


def city_of(area: str) -> str:
    """The six-digit code of the city an area lies in; empty outside Shanxi and for the province itself."""
    city = f"{area[:4]}00"
    return city if city in _BY_CITY else ""


def area_name(area: str) -> Words:
    """The name of an area, or words that say it is none of Shanxi's."""
    return AREAS.get(area, UNKNOWN_AREA)
