//! Where the pages will stand, and what tells crawlers of them.

use crate::featured::Featured;

/// The address under which everything is served; nothing where it is not known. Then addresses are relative, and what
/// cannot be relative is left out.
#[derive(Clone, Debug)]
pub struct Base(Option<String>);

impl Base {
    /// A base; a missing `/` at its end is added.
    ///
    /// # Errors
    /// When it is not an address of the web, or has a `?` or `#`.
    pub fn of(url: Option<&str>) -> Result<Self, String> {
        let Some(url) = url.map(str::trim).filter(|url| !url.is_empty()) else { return Ok(Self(None)) };
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let is_plain = |c: char| c.is_ascii() && !c.is_ascii_control() && !"?#\"'<>\\ ".contains(c);
        match rest.filter(|rest| !rest.is_empty() && rest.chars().all(is_plain)) {
            Some(_) => Ok(Self(Some(format!("{}/", url.trim_end_matches('/'))))),
            None => Err(format!("`{url}` is not an address like https://example.org/trainbill/")),
        }
    }

    /// The whole address, where it is known.
    pub(crate) fn url(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The address of a file below a page's folder: whole where the base is known, else from that folder.
    pub(crate) fn own(&self, slug: &str, file: &str) -> String {
        match self.url() {
            Some(url) => format!("{url}s/{slug}/{file}"),
            None if file.is_empty() => "./".to_owned(),
            None => file.to_owned(),
        }
    }
}

/// The sitemap and the file that names it, which hold whole addresses only.
pub(crate) fn for_crawlers(featured: &[Featured], base: &Base) -> Option<(String, String)> {
    let url = base.url()?;
    let places = ["".to_owned(), "s/".to_owned(), "examples/article/".to_owned()];
    let places = places.into_iter().chain(featured.iter().map(|each| format!("s/{}/", each.slug)));
    let entries: String = places.map(|place| format!("<url><loc>{url}{place}</loc></url>\n")).collect();
    let sitemap = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{entries}</urlset>\n"
    );
    Some((sitemap, format!("User-agent: *\nAllow: /\nSitemap: {url}sitemap.xml\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_an_address_of_the_web() {
        let url = |text| Base::of(Some(text)).map(|base| base.url().unwrap_or_default().to_owned());
        assert_eq!(url("https://example.org/trainbill").as_deref(), Ok("https://example.org/trainbill/"));
        assert_eq!(url("http://127.0.0.1:8080/").as_deref(), Ok("http://127.0.0.1:8080/"));
        assert_eq!(url(" ").as_deref(), Ok(""));
        for bad in ["example.org", "javascript:alert(1)", "https://", "https://a.org/?b", "https://a.org/\"x"] {
            assert!(url(bad).is_err(), "{bad}");
        }
    }
}
