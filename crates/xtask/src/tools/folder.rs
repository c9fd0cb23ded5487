//! Where installed tools are kept: outside the clone, so that a fresh clone finds them again.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::process::Failure;

/// The folder of one version of one tool.
pub(crate) fn of(tool: &str, version: &str) -> Result<PathBuf, Failure> {
    Ok(all()?.join(format!("{tool}-{version}")))
}

/// The folder of all the tools.
pub(crate) fn all() -> Result<PathBuf, Failure> {
    let folder = choose(|name| env::var_os(name).filter(|value| !value.is_empty())).ok_or_else(|| {
        Failure::new("There is no home folder to keep the tools in.", "set TRAINBILL_TOOLS to a folder for them.")
    })?;
    std::path::absolute(&folder).map_err(|error| {
        Failure::new(format!("{}: {error}", folder.display()), "set TRAINBILL_TOOLS to another folder.")
    })
}

fn choose(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    if let Some(folder) = variable("TRAINBILL_TOOLS") {
        return Some(folder.into());
    }
    let cache = if let Some(cache) = variable("XDG_CACHE_HOME") {
        PathBuf::from(cache)
    } else if cfg!(windows) {
        PathBuf::from(variable("LOCALAPPDATA")?)
    } else if cfg!(target_os = "macos") {
        PathBuf::from(variable("HOME")?).join("Library").join("Caches")
    } else {
        PathBuf::from(variable("HOME")?).join(".cache")
    };
    Some(cache.join("trainbill").join("tools"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(variables: &[(&str, &str)]) -> Option<PathBuf> {
        choose(|name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).into()))
    }

    #[test]
    fn the_projects_own_variable_comes_first() {
        let all = [("TRAINBILL_TOOLS", "/t"), ("XDG_CACHE_HOME", "/x"), ("HOME", "/h")];
        assert_eq!(chosen(&all), Some("/t".into()));
        assert_eq!(chosen(&all[1..]), Some("/x/trainbill/tools".into()));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_home_folder_comes_last() {
        assert_eq!(chosen(&[("HOME", "/h")]), Some("/h/.cache/trainbill/tools".into()));
        assert_eq!(chosen(&[]), None);
    }
}
