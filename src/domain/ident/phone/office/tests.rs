use super::*;
use proptest::prelude::*;

#[test]
fn the_form_asked_for_passes_untouched() {
    for (text, area, local, extension) in [
        ("086-0755-86013388", "0755", "86013388", None),
        ("086-010-62345678", "010", "62345678", None),
        ("086-021-62345678-801", "021", "62345678", Some("801")),
        ("086-0935-6123456-1", "0935", "6123456", Some("1")),
    ] {
        let read = OfficePhone::read(text);
        assert!(read.is_valid() && read.slips.is_empty(), "{text}: {read:?}");
        assert!(matches!(read.canonical, Some(Cow::Borrowed(_))), "{text}");
        assert_eq!((read.area(), read.local(), read.extension()), (Some(area), Some(local), extension));
    }
}

#[test]
fn slips_offer_the_fix() {
    use SlipKind::*;
    let plain = "086-0755-86013388";
    let extended = "086-0755-86013388-801";
    for (text, fixed, kinds) in [
        ("0755-86013388", plain, &[CountryCode][..]),
        ("075586013388", plain, &[CountryCode]),
        ("(0755)86013388", plain, &[Bracket, CountryCode]),
        ("（0755）8601 3388", plain, &[FullWidth, Bracket, Blank, CountryCode]),
        ("+86-755-86013388", plain, &[CountryCode, TrunkZero]),
        ("+86 0755 86013388", plain, &[Blank, CountryCode]),
        ("+8675586013388", plain, &[CountryCode, TrunkZero]),
        ("0086-0755-86013388", plain, &[CountryCode]),
        ("86-0755-86013388", plain, &[CountryCode]),
        ("8675586013388", plain, &[CountryCode, TrunkZero]),
        ("086075586013388", plain, &[Separator]),
        ("086-755-86013388", plain, &[TrunkZero]),
        ("０８６-０７５５-８６０１３３８８", plain, &[FullWidth]),
        ("086 0755 86013388", plain, &[Blank]),
        ("086—0755—86013388", plain, &[Separator]),
        ("0755-86013388-801", extended, &[CountryCode]),
        ("0755-86013388转801", extended, &[ExtensionWord, CountryCode]),
        ("086-0755-86013388 ext. 801", extended, &[Blank, ExtensionWord]),
        ("086-0755-86013388#801", extended, &[ExtensionWord]),
    ] {
        let read = OfficePhone::read(text);
        assert_eq!(read.canonical(), Some(fixed), "{text}: {read:?}");
        assert_eq!(read.slips.iter().map(|slip| slip.kind).collect::<Vec<_>>(), kinds, "{text}");
        assert!(read.slips.iter().all(|slip| slip.fixed == fixed), "{text}");
    }
}

#[test]
fn problems_are_named() {
    use OfficeProblem::*;
    for (text, problem) in [
        ("", Empty),
        ("086", Empty),
        ("无", Character('无')),
        ("86013388", NoAreaCode),
        ("8601 3388", NoAreaCode),
        ("086-86013388", NoAreaCode),
        ("86013388-801", NoAreaCode),
        ("13812345678", Mobile),
        ("086-13812345678", Mobile),
        ("013812345678", Mobile),
        ("400-820-8820", ServiceNumber),
        ("95588", ServiceNumber),
        ("+852 2345 6789", Foreign),
        ("00852-23456789", Foreign),
        ("086-0755-86013388转", Extension),
        ("086-0755-86013388转1234567", Extension),
        ("0755-4321", NotALine),
        ("0755-1234", ServiceNumber),
        ("086-010-95588", ServiceNumber),
        ("086-0000-12345678", NotALine),
        ("086-0755-8601338", NotALine),
    ] {
        assert_eq!(OfficePhone::read(text).problem, Some(problem), "{text}");
    }
    assert_eq!(OfficePhone::read("086-0755-8601338").area(), Some("0755"));
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*|[+0-9 ()转-]*") {
        let read = OfficePhone::read(&text);
        let _ = (read.area(), read.local(), read.extension());
    }

    #[test]
    fn the_fix_has_no_slip(text in "(\\+86|0086|086|86|)[ -]?0?(755|10|21|931)[ -]?[2-8][0-9]{6,7}([转-][0-9]{1,4})?") {
        let read = OfficePhone::read(&text);
        if let (Some(canonical), None) = (read.canonical(), read.problem) {
            let again = OfficePhone::read(canonical);
            prop_assert!(again.is_valid() && again.slips.is_empty(), "{}: {:?}", text, again);
            prop_assert_eq!(again.canonical(), Some(canonical));
        }
    }
}
