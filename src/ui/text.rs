//! Text that fits a screen: widths, wrapping, and nothing that steers a terminal.

use unicode_width::UnicodeWidthStr;

/// How wide text is where there is no terminal to ask.
const WIDTH: usize = 78;

/// How many columns a person has; 78 where nobody says.
pub fn columns() -> usize {
    let known = terminal_size::terminal_size_of(std::io::stderr()).or_else(terminal_size::terminal_size);
    known.map_or(WIDTH, |(width, _)| usize::from(width.0).max(20))
}

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text broken at spaces so that no line takes more than `limit` columns. Lines that begin with a space are laid
/// out already, and stay as they are.
pub fn wrap(text: &str, limit: usize) -> String {
    let mut out = String::new();
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        if line.starts_with([' ', '\t']) {
            out.push_str(line);
            continue;
        }
        let mut used = 0;
        for word in line.split(' ') {
            let wide = width(word);
            if used > 0 && used + 1 + wide > limit {
                out.push('\n');
                used = 0;
            } else if used > 0 {
                out.push(' ');
                used += 1;
            }
            out.push_str(word);
            used += wide;
        }
    }
    out
}

/// The text without characters that steer a terminal: what a server or a file says must not move the cursor.
pub fn clean(text: &str) -> String {
    if !text.contains(|c: char| c.is_control() && c != '\n' && c != '\t') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            '\r' => {}
            c if c.is_control() => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_spaces_and_kept_where_they_are_laid_out() {
        assert_eq!(wrap("one two three", 7), "one two\nthree");
        assert_eq!(wrap("  one two three", 7), "  one two three");
        assert_eq!(wrap("a\n\nb", 7), "a\n\nb");
        assert_eq!(wrap("日本 日本", 8), "日本\n日本");
        assert_eq!(wrap("unbreakable-word x", 4), "unbreakable-word\nx");
    }

    #[test]
    fn what_steers_a_terminal_is_shown_as_text() {
        assert_eq!(clean("a\u{1b}[2Jb\tc\r\n"), "a\\u{1b}[2Jb\tc\n");
    }
}
