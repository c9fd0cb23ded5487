//! Links that went through other programs on their way: what loses nothing is mended without a word, and the rest is said.

use cost_model::catalogue::Catalogue;
use cost_model::comparison::Comparison;
use cost_model::query::{Decoded, decode, encode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

fn read(link: &str) -> Decoded {
    decode(link)
}

/// A link with something of every kind in it.
const LINK: &str = "v=1&d=2026-11&view=compare&models=deepseek-v3,own,gpt-4.5&1.tokens=1.5T..3T\
                    &1.usd_per_gpu_hour=lognormal%282,1.3%29&1.precision=fp8-deepseek\
                    &2.name=Caf%C3%A9%20%231%20%28v2%29%2E&2.year=2025\
                    &2.architecture=hidden_size:7168,num_layers:61,vocab_size:129280,heads:128,intermediate_size:18432\
                    &columns=training_cost,claims,usd_per_gpu_hour&sort=-training_cost&open=2&differences=1&end";

const HOST: &str = "https://example.org/trainbill/";

/// The same by hand, without `v` and `end`.
const BY_HAND: &str = "models=deepseek-v3,gpt-4&1.mfu=39%25&2.usd_per_gpu_hour=1.5..3";

#[test]
fn a_value_that_begins_like_an_escape_keeps_its_beginning_in_mail() {
    for name in ["3d-printed", "3D-printed", "3d3d"] {
        let link = format!("v=1&d=2026-11&view=compare&models=gpt-4&1.name={name}&end");
        assert_eq!(read(&link.replace('=', "=3D")).comparison, read(&link).comparison, "{name}");
        assert_eq!(read(&link.replace('=', "=3d")).comparison, read(&link).comparison, "{name}");
    }
}

#[test]
fn links_survive_other_programs() {
    let expected = read(LINK);
    assert_eq!(expected.warnings, Vec::<String>::new());
    let address = format!("{HOST}#{LINK}");
    let escape = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let wrapped = |width: usize, between: &str| -> String {
        let lines: Vec<&str> =
            address.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
        lines.join(between)
    };
    let quoted_printable = {
        let text = address.replace('=', "=3D");
        // A soft break never parts `=3D`.
        let text = text.replace("mod", "mod=\r\n").replace(",heads", ",hea=\r\nds").replace("pe&", "pe&=\r\n");
        format!("{text}=\r\n")
    };
    let cases = [
        ("Slack, in angle brackets", format!("<{address}>")),
        ("Slack, with a label", format!("<{address}|Training cost & more>")),
        ("Slack, as a quoted code", format!("`{address}`")),
        ("Slack, export with entities", format!("&lt;{}&gt;", address.replace('&', "&amp;"))),
        ("Discord, without a preview", format!("<{address}>.")),
        ("Discord, as a spoiler", format!("||{address}||")),
        ("Discord, underscores as emphasis", LINK.replace('_', "")),
        ("WhatsApp, the end of a sentence", format!("{LINK}.")),
        ("WhatsApp, bold", format!("*{address}*")),
        ("WhatsApp, in brackets and a question", format!("({address})?")),
        ("WhatsApp, marks for the direction of writing", format!("\u{2068}{address}\u{2069}\u{200e}")),
        ("WhatsApp, from Facebook", format!("{address}&fbclid=IwAR0_x-y")),
        ("Markdown, a link", format!("[What it costs]({address})")),
        ("Markdown, a link in a sentence", format!("[What it costs]({address}), and more")),
        ("Markdown, with a title", format!("[x]({address} \"a title\")")),
        ("Markdown, escaped", LINK.replace('_', r"\_").replace('-', r"\-").replace('&', r"\&").replace('.', r"\.")),
        ("Markdown, only underscores escaped", address.replace('_', r"\_")),
        ("Markdown, an address in brackets", format!("<{address}>,")),
        ("HTML, an attribute", format!("{}\">What it costs</a>", LINK.replace('&', "&amp;"))),
        ("WordPress, numbered entities", address.replace('&', "&#038;")),
        ("WordPress, other entities", LINK.replace('&', "&#38;")),
        ("WordPress, hexadecimal entities", LINK.replace('&', "&#x26;")),
        ("WordPress, twice", LINK.replace('&', "&amp;amp;")),
        (
            "WordPress, entities after a query",
            format!("{HOST}?embed=1&#038;theme=dark#{}", LINK.replace('&', "&#038;")),
        ),
        ("WordPress, an embed", format!("{LINK}#?secret=aBc123")),
        ("e-mail, quoted-printable", quoted_printable),
        ("e-mail, quoted-printable on one line", LINK.replace('=', "=3D")),
        ("e-mail, broken into lines", wrapped(76, "\r\n")),
        ("e-mail, broken and quoted", format!("> {}\n\nRegards, A. = B & C", wrapped(70, "\n> "))),
        ("e-mail, broken and indented", wrapped(60, "\n    ")),
        ("e-mail, text behind the link", format!("{address} is what I mean")),
        ("e-mail, blanks for line breaks", LINK.replace(",claims", ", claims").replace("&sort", "& sort")),
        ("e-mail, a newsletter", format!("{address}&utm_source=news&utm_medium=email&mc_cid=1&_hsenc=p2")),
        ("e-mail, a tracker as to an address", format!("{address}?utm_source=news&gclid=abc")),
        ("e-mail, zero-width blanks", LINK.replace('&', "\u{200b}&").replace('.', ".\u{ad}")),
        ("Outlook, escaped whole", escape(LINK)),
        ("Outlook, the address escaped whole", escape(&address)),
        ("Outlook, escaped twice", escape(&escape(LINK))),
        ("Outlook, escaped whole and tracked", format!("{}&fbclid=x", escape(LINK))),
        ("Outlook, percent signs escaped once more", address.replace('%', "%25")),
        ("Outlook, percent signs escaped twice more", address.replace('%', "%2525")),
        ("Outlook, the number sign escaped", address.replace('#', "%23")),
        ("Outlook, ampersands escaped", LINK.replace('&', "%26")),
        ("Outlook, equals signs escaped", LINK.replace('=', "%3D")),
        ("Outlook, commas, points and colons escaped", {
            LINK.replace(',', "%2C").replace("5T..", "5T%2E%2E").replace("size:", "size%3A")
        }),
        ("Outlook, Safe Links", {
            let url = escape(&address);
            format!("https://x.safelinks.protection.outlook.com/?url={url}&data=05%7C02&sdata=q%3D&reserved=0")
        }),
        ("Google, a redirect", format!("https://www.google.com/url?q={}&sa=D&source=docs", escape(&address))),
        ("Word, dashes", LINK.replace("-11", "–11").replace("=-", "=–").replace("seek-v3", "seek–v3")),
        ("Word, an ellipsis in a range", LINK.replace("..", "…")),
        ("Word, quotes around it", format!("“{address}”")),
        ("Word, blanks that do not break", format!("\u{a0}{address}\u{a0}")),
        ("Word, capitals", LINK.replace("v=1", "V=1").replace("models", "MODELS").replace("&end", "&END")),
        ("a form, capitals in fields", LINK.replace("usd_per_gpu_hour", "USD_PER_GPU_HOUR").replace("gpt", "GPT")),
        ("the fragment with its sign", format!("#{LINK}")),
        ("a sign and a question mark", format!("#?{LINK}")),
        ("a slash", format!("/{LINK}")),
        ("a sign and a slash", format!("#/{LINK}")),
        ("an escaped sign", format!("%23{LINK}")),
        ("an address without its scheme", format!("example.org/trainbill/#{LINK}")),
        ("an address with a query", format!("{HOST}?theme=dark&lang=en#{LINK}")),
        ("a full stop of Chinese", format!("{LINK}。")),
    ];
    for (program, link) in cases {
        let found = read(&link);
        assert_eq!(found.warnings, Vec::<String>::new(), "{program}: {link}");
        assert_eq!(found.comparison, expected.comparison, "{program}: {link}");
    }
}

#[test]
fn closing_marks_are_no_part_of_a_link() {
    for link in [LINK, BY_HAND] {
        let expected = read(link);
        assert_eq!(expected.warnings, Vec::<String>::new());
        for mark in [
            ".", ",", ";", ":", "!", "?", ")", "]", "}", ">", "\"", "'", "”", "’", "»", "*", "**", "_", "~~", "|", "`",
            "。", "，", "！", "？", "、", "）", "」", ").", ">,", "…", "...", "!?", ")**",
        ] {
            let found = read(&format!("{link}{mark}"));
            assert_eq!(found.comparison, expected.comparison, "{link}{mark}");
            // A link by hand has no last key by which it is known to be whole.
            let may_be_cut = link == BY_HAND && ["…", "..."].contains(&mark);
            assert_eq!(found.warnings.is_empty(), !may_be_cut, "{link}{mark}: {:?}", found.warnings);
        }
    }
}

#[test]
fn a_link_by_hand_keeps_what_its_last_value_says() {
    for (link, value) in [
        ("models=own&1.name=Mine (v2).", "Mine (v2)."),
        ("models=own&1.name=Why?", "Why?"),
        ("models=own&1.name=A_b\\c", "A_b\\c"),
        ("models=own&1.usd_per_gpu_hour=lognormal(2,1.3)", "lognormal(2,1.3)"),
        ("models=own&1.usd_per_gpu_hour=lognormal(2,1.3).", "lognormal(2,1.3)"),
        ("models=own&1.mfu=39%25", "0.39"),
        ("models=own&1.mfu=30%..39%)", "0.3..0.39"),
        ("models=own&1.tokens=2T.", "2T"),
    ] {
        let found = read(link);
        let (_, entered) = found.comparison.scenarios[0].all_entered().next().unwrap_or_else(|| panic!("{link}"));
        assert_eq!(entered.to_text(), value, "{link}");
    }
}

#[test]
fn names_keep_every_mark() {
    for name in [
        "Mine (v2).",
        "100%",
        "100%20",
        "%25",
        "%2525",
        "%zz%41",
        "a&amp;b",
        "a&#38;b",
        "x_y*z~",
        r"a\_b\",
        "[a](b)",
        "{}|",
        "it's!",
        "1.5…3",
        "a – b",
        "a;b,c:d",
        "?utm_source=x",
        "end",
        "&end",
        "v=3D1",
        "models=3D",
        "https://a.b/#c=d",
        "👩‍👩‍👧",
        "\u{fffd}",
        "soft\u{ad}hyphen",
        "no\u{a0}break",
        "=",
        "+",
        "\"'`",
        "<b>",
        "。",
        "#1",
        "ref=1",
    ] {
        let mut scenario = Comparison::opening(Catalogue::current()).scenarios.remove(0);
        scenario.enter(cost_model::field::Field::Name, name).unwrap_or_else(|fault| panic!("{fault}"));
        let comparison = Comparison::of(vec![scenario]);
        let link = encode(&comparison);
        for link in [link.clone(), link.replace('%', "%25"), link.replace('&', "&amp;"), format!("{HOST}#{link}).")] {
            let found = read(&link);
            assert_eq!(found.warnings, Vec::<String>::new(), "{name}: {link}");
            assert_eq!(found.comparison, comparison, "{name}: {link}");
        }
    }
}

// What was written before these characters were escaped is read as it was.
#[test]
fn names_of_older_links_are_read_as_they_were() {
    for name in ["x_y*z~", r"a\_b", "[a]{b}|c", "it's!", "a;b,c:d?", "wait..."] {
        let found = read(&format!("v=1&d=2026-11&view=compare&models=own&1.name={name}&1.tokens=2T&end"));
        assert_eq!(found.warnings, Vec::<String>::new(), "{name}");
        assert_eq!(found.comparison.scenarios[0].name(), name);
    }
}

#[test]
fn what_is_no_link_of_this_page_is_said_once() {
    for fragment in [
        "section-2",
        "it=100&sel=a",
        "/route",
        "/a/b?c=d&e=f",
        ":~:text=abc",
        "v=dQw4w9WgXcQ&t=10",
        "view=FitH&page=2",
        "end",
        "sort=asc&d=5",
        "2.3-results",
        "ref",
        "!/home",
        "access_token=abc&state=x&expires=1",
    ] {
        for fragment in [fragment.to_owned(), format!("#{fragment}"), format!("{HOST}#{fragment}")] {
            let found = read(&fragment);
            assert_eq!(found.comparison, Comparison::opening(Catalogue::current()), "{fragment}");
            let [warning] = found.warnings.as_slice() else { panic!("{fragment}: {:?}", found.warnings) };
            assert!(warning.contains("is not a Trainbill link: nothing of it was understood"), "{warning}");
        }
    }
}

#[test]
fn what_only_tracks_is_no_fragment() {
    for fragment in
        ["", "#", "?secret=abc", "#?secret=abc", "utm_source=x&fbclid=y", "&", "#/", "https://example.org/#"]
    {
        let found = read(fragment);
        assert_eq!(found.comparison, Comparison::opening(Catalogue::current()), "{fragment}");
        assert_eq!(found.warnings, Vec::<String>::new(), "{fragment}");
    }
}

#[test]
fn what_may_be_lost_is_said() {
    for (link, words) in [
        ("v=1&models=deepseek-v3&1.usd_per_gpu_hour=1.5 3&end", "“1.5 3” in the link was read as “1.53”"),
        ("v=1&models=deepseek-v3&end?page=2", "“end?page=2” is joined to the end of the link"),
        ("v%3D1%26models%3Ddeepseek-v3%261.name%3D%FF%26end", "badly escaped"),
        ("v%3D1%26d%3D2026-11%26models%3Ddeepseek-v3", "The end of the link is missing"),
        ("v=1&amp;d=2026-11&amp;mod…", "The end of the link is missing"),
        ("models=deepseek-v3,gpt…", "The end of the link is missing"),
        ("v=1&models=deepseek-v3&1.nme=x&end", "“1.nme” names no field"),
        ("v=1&models=deepseek v 9&end", "There is no model “deepseekv9”"),
    ] {
        let found = read(link).warnings;
        assert!(found.iter().any(|warning| warning.contains(words)), "{link}: {words:?} is not among {found:?}");
    }
}

#[test]
fn many_warnings_are_counted() {
    let link = |faults: usize| -> String {
        let faults: String = (0..faults).map(|place| format!("&x{place}=1")).collect();
        format!("models=deepseek-v3{faults}&v=1")
    };
    assert_eq!(read(&link(7)).warnings.len(), 8);
    let found = read(&link(20)).warnings;
    assert_eq!(found.len(), 9);
    assert!(found[0].contains("The end of the link is missing"), "{found:?}");
    assert!(found[8].contains("and 13 more"), "{found:?}");
    let found = read(&link(5000)).warnings;
    assert!(found.iter().any(|warning| warning.contains("Only the first 4096 keys")), "{found:?}");
}

// The longest fragments that ask for the most mending; what takes quadratic time would take minutes.
#[test]
fn mending_takes_time_that_grows_with_the_length_alone() {
    let fill = |piece: &str| piece.repeat(190_000 / piece.len());
    let started = std::time::Instant::now();
    for piece in [
        "%25", "25", "%2525", "%3D", "%253D", "%26", "=3D", "=\n", "\n", ".\n", "&end", "&end.", "&amp;", "amp;",
        "&x=", "&1.x=1", "\\", "\u{200b}", "#", "%23", "://", "?utm_a=", "_", ")", "…", "&models=", ",", "a,",
        "&1.mfu=x", ">", "1.", "/", "%", "é",
    ] {
        for start in [
            "",
            "v=1&models=own&",
            "v%3D1",
            "v=3D1&",
            "https://a/#",
            "1.mfu=",
            "columns=",
            "models=own&1.architecture=",
        ] {
            let found = read(&format!("{start}{}", fill(piece)));
            assert!(found.warnings.len() <= 9, "{start}{piece}");
        }
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
