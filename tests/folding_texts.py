"""Articles written for the tests of folding, and a small store to keep them in. Every name and figure is invented."""

import sqlite3
from dataclasses import dataclass

from pipelines.shingles import fingerprint
from records import Folding
from store import postings


@dataclass(frozen=True)
class Texts:
    """One language's articles, as lists of paragraphs.

    `background` stands in the wire as well as in the follow-up; `other` tells the same event in another agency's words.
    """

    wire: list[str]
    local: list[str]
    background: str
    follow_up: list[str]
    other: list[str]

    @property
    def whole(self) -> list[str]:
        """The wire with its background paragraph, as the agency sent it."""
        return [*self.wire, self.background]


class Kept:
    """Articles kept one after the other, as the store keeps them: looked up, decided, posted."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        postings.create(self.connection)
        self.articles = 0

    def keep(self, paragraphs: list[str], outlet: str = "", title: str = "A title") -> Folding:
        """Keep an article, from an outlet of its own if none is named; its id and its new story's id are its number."""
        self.articles += 1
        new = fingerprint(title, "\n".join(paragraphs))
        outlet = outlet or f"outlet{self.articles}"
        folding = postings.fold(self.connection, new, outlet)
        story = self.articles if folding.story is None else folding.story
        postings.post(self.connection, self.articles, story, outlet, new, folding)
        return folding


ENGLISH = Texts(
    wire=[
        "The two ministers met for three hours in the border town on Tuesday and agreed to reopen the railway bridge, "
        "which has carried no passengers since the floods of last summer.",
        "Engineers from both sides will inspect the eleven pillars before the end of the month. If they find the "
        "structure sound, the first train could cross by the middle of winter, the hosts said in a statement.",
        "Neither minister took questions. A photograph handed out afterwards showed them shaking hands in front of a "
        "model of the bridge, with the customs house on the left bank already painted in fresh green.",
        "Traders in the town have waited for the news. Warehouses along the quay hold timber and seed potatoes that "
        "went nowhere this autumn, and the only ferry takes four lorries at a time.",
        "The talks had been put off twice. A first date fell through when the visiting side asked for a doctor to be "
        "present, and a second when fog closed the airfield for two days.",
        "Observers read the meeting as a sign that the two capitals want to be seen working together before the "
        "spring conference, where both of them hope to win over the smaller neighbours.",
    ],
    local=[
        "In our county the news was met with relief. The sugar mill outside the village has shipped by road since the "
        "summer and says that each load costs it a day.",
        "Mill director Agnes Pell said she would believe in the bridge when she saw smoke on it, and not before. Her "
        "drivers have asked for better lights on the hill road all the same.",
    ],
    background="The bridge was built between the wars by a company that went bankrupt before the last rivet was "
    "paid for. It was blown up, rebuilt on the old pillars and widened once, and it has been shut for longer than it "
    "has been open.",
    follow_up=[
        "Inspectors who climbed the pillars of the railway bridge this week found cracks in two of them, and the "
        "opening that was promised for winter is now in doubt.",
        "The cracks are as long as a man's arm and run along the waterline, a member of the team said. He asked not "
        "to be named because the report goes to the cabinet first.",
        "Repairs would need a dry spring. A crane stands ready upstream, but the shipyard that owns it wants to be "
        "paid in advance, and no budget has been voted.",
        "Shopkeepers on the quay took the news calmly. They had ordered nothing, they said, and would order nothing "
        "until the first carriage had come across.",
    ],
    other=[
        "Trains may soon run again over the long-closed river crossing after senior officials from the neighbouring "
        "states held talks that ended with a handshake and a plan to check the foundations.",
        "A short communique published late in the evening speaks of a survey to be finished within weeks and leaves "
        "open who will bear the cost of it.",
        "Merchants near the harbour told our correspondent they were hopeful but had heard such promises before, the "
        "last time only a year ago, when nothing came of them.",
    ],
)

RUSSIAN = Texts(
    wire=[
        "Министры двух стран встретились во вторник в приграничном городе и договорились вновь открыть железнодорожный "
        "мост, по которому пассажирские поезда не ходят с прошлогоднего наводнения.",
        "До конца месяца инженеры обеих сторон осмотрят одиннадцать опор. Если конструкция окажется надёжной, первый "
        "состав пройдёт по мосту уже к середине зимы, говорится в сообщении принимающей стороны.",
        "На вопросы журналистов министры не отвечали. На розданном после встречи снимке они пожимают друг другу руки "
        "на фоне макета моста, а таможня на левом берегу уже выкрашена свежей зелёной краской.",
        "Этой новости давно ждали торговцы. На складах вдоль набережной лежат доски и семенной картофель, которые "
        "осенью так и не удалось вывезти, а единственный паром берёт за раз только четыре грузовика.",
        "Переговоры дважды откладывались. Сначала гости попросили пригласить врача, а потом туман на двое суток "
        "закрыл аэродром, и самолёт с делегацией вернулся обратно.",
        "Наблюдатели видят в этой встрече знак того, что обе столицы хотят выступить вместе накануне весенней "
        "конференции, на которой каждая надеется привлечь на свою сторону небольших соседей.",
    ],
    local=[
        "В нашем районе известие встретили с облегчением. Сахарный завод за деревней с лета возит продукцию по шоссе "
        "и теряет на каждом рейсе целый день.",
        "Директор завода Агния Пелова сказала, что поверит в мост, когда увидит над ним дым паровоза, и ни днём "
        "раньше. Водители тем временем просят осветить дорогу на холме.",
    ],
    background="Мост построила между войнами компания, которая разорилась раньше, чем был оплачен последний болт. Его "
    "взрывали, восстанавливали на старых опорах и однажды расширяли, и закрытым он простоял дольше, чем открытым.",
    follow_up=[
        "Специалисты, которые на этой неделе поднимались на опоры железнодорожного моста, нашли в двух из них трещины, "
        "и обещанное к зиме открытие теперь под вопросом.",
        "Трещины длиной с человеческую руку тянутся вдоль уреза воды, рассказал один из участников осмотра. Он просил "
        "не называть его имени, потому что отчёт сначала получит правительство.",
        "Для ремонта нужна сухая весна. Плавучий кран стоит выше по течению, но верфь, которой он принадлежит, требует "
        "оплаты вперёд, а денег в бюджете пока никто не выделил.",
        "Лавочники на набережной приняли новость спокойно. Они ничего не заказывали, говорят они, и не закажут, пока "
        "на этот берег не придёт первый вагон.",
    ],
    other=[
        "Поезда могут вскоре снова пойти через давно закрытую переправу: высокопоставленные представители соседних "
        "государств завершили беседу рукопожатием и планом проверить фундаменты.",
        "В коротком коммюнике, которое появилось поздно вечером, речь идёт об обследовании за несколько недель, но "
        "не сказано, кто за него заплатит.",
        "Купцы у пристани сказали нашему корреспонденту, что надеются на лучшее, хотя такие обещания слышали и в "
        "прошлом году, когда ничего из них не вышло.",
    ],
)

KOREAN = Texts(
    wire=[
        "두 나라 장관이 화요일 국경 도시에서 세 시간 동안 만나 지난여름 홍수 이후 여객 열차가 끊긴 철교를 "
        "다시 열기로 합의했다.",
        "양측 기술자들은 이달 말까지 교각 열한 개를 점검할 예정이다. 구조에 문제가 없으면 겨울 중순에 첫 "
        "열차가 다리를 건널 수 "
        "있을 것이라고 주최 측이 발표문에서 밝혔다.",
        "두 장관은 기자들의 질문을 받지 않았다. 회담 뒤 배포된 사진에는 다리 모형 앞에서 악수하는 모습이 "
        "담겼고 왼쪽 강변의 "
        "세관 건물은 벌써 새 초록색 페인트로 칠해져 있었다.",
        "시내 상인들은 이 소식을 오래 기다려 왔다. 부두를 따라 늘어선 창고에는 가을 내내 실어 나르지 못한 "
        "목재와 씨감자가 "
        "쌓여 있고 하나뿐인 나룻배는 한 번에 트럭 네 대만 싣는다.",
        "회담은 두 차례 미뤄졌다. 처음에는 방문단이 의사의 동석을 요구해 날짜가 바뀌었고 다음에는 안개 "
        "때문에 비행장이 이틀 "
        "동안 문을 닫았다.",
        "관측통들은 이번 만남을 두 수도가 봄철 회의를 앞두고 함께 일하는 모습을 보이려는 신호로 읽는다. 두 "
        "나라는 그 자리에서 "
        "작은 이웃들의 마음을 얻기를 바란다.",
    ],
    local=[
        "우리 고장에서는 이 소식에 안도하는 분위기다. 마을 밖 설탕 공장은 여름부터 도로로만 제품을 실어 "
        "보내느라 한 번 나갈 "
        "때마다 하루를 허비한다고 말한다.",
        "공장장 백순례 씨는 다리 위로 기차 연기가 오르는 것을 보기 전에는 믿지 않겠다고 했다. 운전사들은 "
        "그래도 언덕길에 가로등을 "
        "더 세워 달라고 요청했다.",
    ],
    background="이 다리는 두 전쟁 사이에 어느 회사가 지었는데 그 회사는 마지막 못값을 치르기도 전에 "
    "파산했다. 다리는 폭파되었다가 "
    "옛 교각 위에 다시 세워졌고 한 번 넓혀졌으며 열려 있던 날보다 닫혀 있던 날이 더 길다.",
    follow_up=[
        "이번 주 철교의 교각에 오른 점검단이 교각 두 개에서 금을 발견해 겨울로 약속된 개통이 불투명해졌다.",
        "금은 사람 팔만큼 길고 물가를 따라 나 있다고 점검단의 한 사람이 말했다. 그는 보고서가 내각에 먼저 "
        "올라간다며 이름을 "
        "밝히지 말아 달라고 했다.",
        "수리하려면 메마른 봄이 필요하다. 상류에 기중기가 서 있지만 주인인 조선소는 선금을 달라고 하고 "
        "예산은 아직 아무도 "
        "내주지 않았다.",
        "부두의 가게 주인들은 담담했다. 주문한 것이 없으며 첫 객차가 건너오기 전에는 아무것도 주문하지 않겠다고 했다.",
    ],
    other=[
        "오랫동안 막혀 있던 강 건널목에 곧 기차가 다시 다닐지도 모른다. 이웃한 두 정부의 고위 인사들이 "
        "기초를 살펴보자는 계획과 "
        "함께 회의를 마쳤다.",
        "늦은 저녁에 나온 짧은 공동 문서는 몇 주 안에 조사를 끝낸다고만 적었을 뿐 누가 비용을 댈지는 말하지 않는다.",
        "항구 근처의 장사꾼들은 희망을 품으면서도 작년에도 똑같은 약속을 들었지만 아무 일도 일어나지 않았다고 전했다.",
    ],
)

CHINESE = Texts(
    wire=[
        "两国部长星期二在边境小城会谈三个小时，同意重新开放自去年夏天洪水以来一直没有客车通过的铁路大桥。",
        "双方工程师将在月底之前检查十一座桥墩。主办方在声明中说，如果结构牢固，第一列火车有望在隆冬时节驶过大桥。",
        "两位部长都没有回答记者提问。会后分发的照片上，他们在大桥模型前握手，左岸的海关小楼已经刷上了崭新的绿漆。",
        "城里的商人早就盼着这个消息。"
        "码头边的仓库里堆满了整个秋天都运不出去的木材和种薯，而唯一的渡船一次只能载四辆卡车。",
        "会谈曾经两度推迟。第一次是因为来访一方要求有医生在场，第二次是因为大雾使机场关闭了整整两天。",
        "观察人士认为，两国首都希望在春季大会之前展示合作的姿态，并在会上争取那些较小的邻国。",
    ],
    local=[
        "本县居民听到消息后松了一口气。村外的糖厂从夏天起只能走公路发货，厂里说每跑一趟都要白白耽误一天。",
        "厂长裴阿妮说，不亲眼看见桥上冒出火车的白烟，她是不会相信的。司机们还是要求在山坡路上多装几盏路灯。",
    ],
    background="这座桥由一家公司在两次大战之间修建，可是没等付清最后一颗铆钉的钱，公司就破产了。"
    "大桥被炸毁过，又在旧桥墩上重建，后来还加宽过一次，关闭的日子比开放的日子还要长。",
    follow_up=[
        "本周登上铁路桥墩的检查人员在其中两座发现了裂缝，原定冬天的通车恐怕要落空。",
        "一名检查人员说，裂缝有人的手臂那么长，沿着水线延伸。因为报告要先送交内阁，他不愿透露姓名。",
        "修补工程需要一个干燥的春天。上游停着一台起重机，但拥有它的船厂要求预先付款，而预算至今没有着落。",
        "码头上的店主们反应平静。他们说自己什么货也没有订，在第一节车厢开过来之前也不打算订。",
    ],
    other=[
        "邻近两个政府的高级官员结束磋商，准备勘查地基，那处荒废多年的过江通道也许很快又能听到汽笛声。",
        "深夜公布的简短公报只提到几个星期内完成勘察，却没有说明费用由谁承担。",
        "港口附近的生意人对本报记者表示，他们抱有希望，但去年也听过同样的承诺，结果什么都没有发生。",
    ],
)

LANGUAGES = {"English": ENGLISH, "Russian": RUSSIAN, "Korean": KOREAN, "Chinese": CHINESE}
