"""English."""

from __future__ import annotations

WORDS = {
    "T": """
Mr, Mr., Mrs, Mrs., Ms, Ms., Dr, Dr., Prof, Prof., Professor, Sir, Dame, Lord, Lady, Rev, Rev.,
President, Prime Minister, Deputy Prime Minister, Premier, Secretary General, Secretary-General,
Senator, Sen., Rep., Gov., Governor, Mayor, Congressman, Congresswoman, Chancellor, Chief Justice,
Justice, Judge, Attorney General, Gen., Lt., Lt, Col., Colonel, Lieutenant, Sergeant, Sgt., Sgt,
Admiral, Ambassador, King, Queen, Prince, Princess, Pope, Cardinal, Bishop, Archbishop, Ayatollah,
Sheikh, Detective, Sheriff, Treasury Secretary, Foreign Secretary, Foreign Minister, Finance
Minister, Press Secretary, Representative, Trade Representative, Defence Minister, Defense
Secretary, Spokesman, Spokeswoman
""",
    "M": """
Major, Coach, Manager, Director, Speaker, Officer, Deputy, Captain, Capt., Secretary, Chairman,
Chairwoman, Vice Chairman, Chief Executive, CEO, Vice President, Managing Director, Executive
Director, Director General, Commander, Minister
""",
    "Q": """
General, Skills, Welfare, Commerce, Security, Services, Agriculture, Affairs, Foreign, Finance,
Defence, Defense, Trade, Health, Education, Interior, Home, Energy, Oil, Industry, Labour, Labor,
Transport, Economy, Economics, Economic, Planning, Justice, Budget, Former, National, Assistant,
Acting, Chief, Senior, Executive, Financial, Managing, International, Federal, American, British,
French, German, Chinese, Japanese, Russian, Italian, Spanish, Indian, Israeli, Palestinian,
Iranian, Iraqi, Canadian, Australian, Dutch, Swiss, European, Western, Eastern, Northern,
Southern, Central, Republican, Democratic, Democrat, Conservative, Islamic, Independent, Great,
Royal, New, Turkish, Greek, Korean, Arab, Welsh, Scottish, Irish, Brazilian, Mexican
""",
    "e": """
Ministry, University, Department, Institute, Association, Federation, Council, College, School,
Academy, Commission, Committee, Court, Agency, Foundation, Bureau, Office, Society, Hospital,
Union, Authority, Board, Corporation, Organization, Organisation, Party, Senate
""",
    "E": """
Inc, Inc., Corp, Corp., Co, Co., Company, Ltd, Ltd., Limited, LLC, Plc, PLC, Group, Airlines,
Airways, Motors, Holdings, Industries, Bancorp, Tbk, Tbk., AG, SA, NV, GmbH, Exchange, Bourse,
Congress, Parliament, Forces, Securities, Partners, Systems, Technologies, Laboratories,
Resources, Petroleum, Stores, Pharmaceuticals, Bancorporation, Bankshares, Bancshares, Trust
""",
    "X": "Administration",
    "D": """
County, Province, River, Street, Island, Islands, Lake, Avenue, Road, Airport, Bay, Valley,
Mountains, Beach, Strait, Sea, Ocean, Canal, Peninsula, Desert, Stadium, Bridge, Square, Park
""",
    "C": "Mount, Mt.",
    "S": """
Market, Series, Class, A, About, According, Across, Actually, After, Again, Against, Ago, All,
Almost, Along, Already, Also, Although, Always, Among, An, And, Another, Any, Anyone, Are, As, At,
Back, Based, Be, Because, Been, Before, Behind, Being, Between, Both, But, By, Can, Clearly,
Could, Currently, Dear, Despite, Did, Do, Does, Down, During, Each, Earlier, Either, Even, Every,
Everyone, Everything, Few, Finally, First, Five, For, Four, From, Further, Get, Given, Go, Good,
Had, Half, Has, Have, He, Her, Here, Hers, Him, His, How, However, I, If, In, Indeed, Instead,
Into, Is, It, Its, Just, Last, Later, Less, Let, Like, Long, Looking, Many, Maybe, Meanwhile, Men,
More, Moreover, Most, Much, My, Nearly, Net, Never, Nevertheless, Next, No, Nor, Not, Nothing,
Now, Of, Off, On, Once, One, Only, Operating, Or, Other, Others, Our, Out, Over, Overall, People,
Perhaps, Police, Pre-tax, Prior, Profit, Read, Recently, Revenue, Revenues, Revs, Right, Sales,
Several, Shares, Shr, She, Should, Since, Six, So, Some, Someone, Sometimes, Soon, Still, Such,
Sure, Ten, Than, Thank, Thanks, That, The, Their, Them, Then, There, These, They, Third, This,
Those, Though, Three, Through, Thus, To, Today, Together, Total, Traders, Two, Under,
Unfortunately, Unlike, Until, Up, Upon, Us, Very, Was, We, Well, Were, What, When, Where, Whether,
Which, While, Who, Why, Will, With, Within, Without, Women, Would, Yes, Yesterday, Yet, You, Your,
Analysts, Officials, Economists, Dealers, Sources, Experts, Scientists, Researchers, Critics,
Internet, Christmas, Easter, Thanksgiving, Olympics, Olympic, World Cup, World War, Muslim,
Jewish, Jews, Americans, Democrats, Republicans, God, Jesus, Bible, Islam, English, General
Agreement, General Staff, General Assembly, General Court, Mln, Dlrs, Cts, Qtr, Oper, Avg, Note,
Record, Pay, Vs, Year, Div, Prev, Jan, Photo, Image, Getty, DVD, TV, PC, Web, Earth, Moon, Mars,
Sun
""",
}
BEFORE = {
    "y": "said, says, added",
    "r": """
actor, actress, singer, president, minister, senator, spokesman, spokeswoman, spokesperson,
analyst, economist, chairman, author, journalist, lawyer, attorney, professor, director, wife,
husband, comedian, judge, governor, congressman, secretary, captain, dr, trader, dealer
""",
    "s": """
named, coach, striker, midfielder, defender, goalkeeper, winger, driver, founder
""",
    "l": "in, from, near, across, throughout",
}
BEHIND: dict[str, str] = {}
