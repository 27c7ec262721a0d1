from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase
from wagtail.models import ModelLogEntry

from cms.desk import csv_plan
from cms.desk.csv_plan import ChangedMeanwhile, UnreadableFile, apply, decode, read_plan
from cms.desk.csv_sheets import FAMILIES, ROLES, SKILLS, STEPS, TERMS, TOOLS
from cms.models import CareerStep, FormerSlug, GlossaryTerm, Industry, Role, Skill, Tool, ToolFamily
from cms.spreadsheet import is_formula, safe
from tests.cms.test_desk_lists import KeeperTests, desk
from tests.factories import RoleFactory, SkillFactory

HEAD = "slug,preferred_label,kind,alt_labels,is_matchable,description"


def skills(*lines: str) -> str:
    return "\n".join([HEAD, *lines, ""])


class FilesTests(SimpleTestCase):
    def refused(self, act, words: str):
        with self.assertRaises(UnreadableFile) as caught:
            act()
        self.assertIn(words, str(caught.exception))

    def test_a_file_that_is_no_text_in_utf_8_is_refused_as_a_whole(self):
        self.refused(lambda: decode("é".encode("latin-1")), "UTF-8")
        self.refused(lambda: decode(b"slug\x00"), "text file")
        self.refused(lambda: decode(b"x" * (csv_plan.MAX_BYTES + 1)), "500 KB")
        self.assertEqual(decode(b"\xef\xbb\xbfslug"), "slug")

    def test_what_a_spreadsheet_runs_is_told_from_words(self):
        for text in ("=1+1", "+1", "-1", "@x", "\tx", "'=1"):
            with self.subTest(text):
                self.assertTrue(is_formula(text))
        self.assertFalse(is_formula("a = b"))
        self.assertEqual(safe("=1"), "'=1")


class PlanTests(KeeperTests):
    def reasons(self, sheet, text: str) -> list[str]:
        return [reason for line in read_plan(sheet, text).lines for reason in line.reasons]

    def unreadable(self, text: str, words: str):
        with self.assertRaises(UnreadableFile) as caught:
            read_plan(SKILLS, text)
        self.assertIn(words, str(caught.exception))

    def test_lines_are_new_changed_refused_or_as_they_are(self):
        SkillFactory(slug="calm", preferred_label="Calm")
        SkillFactory(slug="typing", preferred_label="Typing", alt_labels="Keys\r\nFast keys")

        plan = read_plan(
            SKILLS,
            skills(
                "calm,Staying calm,service,,true,",
                "typing,Typing,service,Keys|Fast keys,true,",
                "empathy,Empathy,interpersonal,feeling with|kindness,true,Seeing it as they do.",
                "odd,Odd,nothing,,maybe,",
            ),
        )

        self.assertEqual(
            [(line.number, line.state) for line in plan.lines],
            [(2, "changed"), (3, "same"), (4, "new"), (5, "refused")],
        )
        self.assertEqual(plan.lines[0].changes, [("preferred_label", "Calm", "Staying calm")])
        self.assertEqual(len(plan.lines[3].reasons), 2)

    def test_a_column_that_is_left_out_stays_as_it_is(self):
        SkillFactory(slug="calm", preferred_label="Calm", alt_labels="Cool head")

        plan = read_plan(SKILLS, "slug,preferred_label\ncalm,Staying calm\n")

        self.assertEqual(plan.counts["changed"], 1)
        self.assertEqual(plan.lines[0].row.alt_labels, "Cool head")

    def test_what_is_wrong_with_a_line_is_said(self):
        SkillFactory(slug="zendesk", tool=True)
        FormerSlug.objects.create(kind="skill", slug="old", now="new")
        for line, words in {
            "twin,A,service,,true,\ntwin,B,service,,true,": "more than once",
            "zendesk,Zendesk,service,,true,": "another desk",
            "old,Old,service,,true,": "This is “new” now",
            "a,=1+1,service,,true,": "formula",
            ",No slug,service,,true,": "slug",
            "no slug,Blank,service,,true,": "slug",
            f"long,{'x' * 81},service,,true,": "preferred_label",
            "short,Short,service": "cells",
            "tool,A tool,tool,,true,": "Write one of these",
        }.items():
            with self.subTest(line):
                self.assertIn(words, " ".join(self.reasons(SKILLS, skills(line))))

    def test_what_only_a_computer_calls_a_number_is_none(self):
        for number in ("nan", "inf", "1e999", "²", "half"):
            with self.subTest(number):
                reasons = self.reasons(FAMILIES, f"slug,title,transfer\nchat,Chat,{number}\n")
                self.assertIn("Write a number.", " ".join(reasons))

    def test_a_file_that_makes_no_sense_is_refused_as_a_whole(self):
        self.unreadable("", "empty")
        self.unreadable("preferred_label\nx\n", "Missing: slug")
        self.unreadable("slug;kind\nx;y\n", "semicolons")
        self.unreadable("slug,colour\nx,y\n", "colour")
        self.unreadable("slug,slug\nx,y\n", "twice")
        self.unreadable(skills('a,"open,service'), "quotation mark")
        self.unreadable(skills(*["a,b,service,,true,"] * 1001), "more than 1000 rows")

    def test_rows_of_roles_name_industries_and_closed_lists(self):
        Industry.objects.create(slug="retail", title="Retail")
        RoleFactory(slug="csr")
        head = "slug,title,description,family,ladder_level,channels,industries,level,basis\n"

        good = read_plan(
            ROLES, f"{head}agent,Agent,Helps.,front_line,1,phone|chat,retail,entry,x\n"
        )
        apply(ROLES, f"{head}agent,Agent,Helps.,front_line,1,phone|chat,retail,entry,x\n",
              good.digests, self.keeper)  # fmt: skip

        role = Role.objects.get(slug="agent")
        self.assertEqual((role.channels, role.ladder_level), (["phone", "chat"], 1))
        self.assertEqual(role.industries.get().slug, "retail")
        for line in (
            "x,X,Helps.,front_line,9,phone,,,",
            "x,X,Helps.,nowhere,1,phone,,,",
            "x,X,Helps.,front_line,1,pigeon,,,",
            "x,X,Helps.,front_line,1,phone,nowhere,,",
            f"x,X,Helps.,front_line,{'9' * 5000},phone,,,",
        ):
            with self.subTest(line[:40]):
                self.assertTrue(self.reasons(ROLES, f"{head}{line}\n"))

    def test_rows_of_steps_are_known_by_both_roles_and_follow_a_merge(self):
        csr, lead = RoleFactory(slug="csr"), RoleFactory(slug="lead", ladder_level=3)
        csr.steps_out.create(to_role=lead, kind="promotion")
        FormerSlug.objects.create(kind="role", slug="team-lead", now="lead")
        head = "from_role,to_role,kind,condition,from_level,frequency\n"

        plan = read_plan(STEPS, f"{head}csr,lead,promotion,Shows it,,2\nlead,csr,lateral,,,1\n")
        self.assertEqual([line.state for line in plan.lines], ["changed", "new"])
        for line in ("csr,team-lead,promotion,,,2", "csr,csr,lateral,,,2", ",lead,promotion,,,2"):
            with self.subTest(line):
                self.assertTrue(self.reasons(STEPS, f"{head}{line}\n"))

    def test_rows_of_tools_and_terms(self):
        ToolFamily.objects.create(slug="chat", title="Chat")
        text = "slug,preferred_label,family,alt_labels\nkayako,Kayako,chat,Kayako chat\n"
        apply(TOOLS, text, read_plan(TOOLS, text).digests, self.keeper)
        tool = Tool.objects.get(slug="kayako")
        self.assertEqual((tool.kind, tool.tool_family.slug), ("tool", "chat"))

        text = 'slug,title,is_metric,definition\ncsat,CSAT,true,"How pleased,\nin one figure."\n'
        apply(TERMS, text, read_plan(TERMS, text).digests, self.keeper)
        self.assertEqual(GlossaryTerm.objects.get().definition, "How pleased,\nin one figure.")


class ApplyTests(KeeperTests):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.calm = SkillFactory(slug="calm", preferred_label="Calm")
        cls.text = skills("calm,Staying calm,service,,true,", "new,New,service,,true,")

    def test_a_preview_is_applied_as_it_was_and_logged(self):
        apply(SKILLS, self.text, read_plan(SKILLS, self.text).digests, self.keeper)

        self.calm.refresh_from_db()
        self.assertEqual(self.calm.preferred_label, "Staying calm")
        self.assertTrue(Skill.objects.filter(slug="new").exists())
        actions = set(ModelLogEntry.objects.values_list("action", "user"))
        self.assertEqual(
            actions, {("cms.edit", self.keeper.pk), ("wagtail.create", self.keeper.pk)}
        )

    def test_nothing_is_written_if_anything_changed_meanwhile(self):
        seen = read_plan(SKILLS, self.text).digests
        Skill.objects.filter(pk=self.calm.pk).update(preferred_label="Calmness")

        with self.assertRaises(ChangedMeanwhile) as caught:
            apply(SKILLS, self.text, seen, self.keeper)

        self.assertEqual([line.key for line in caught.exception.plan.other_than(seen)], ["calm"])
        self.assertFalse(Skill.objects.filter(slug="new").exists())

    def test_a_row_made_in_the_same_moment_ends_it_without_a_trace(self):
        seen = read_plan(SKILLS, self.text).digests
        write = csv_plan._write

        def meanwhile(line, user):
            if line.key == "new":
                Skill.objects.bulk_create([Skill(slug="new", preferred_label="x", kind="service")])
            write(line, user)

        with mock.patch("cms.desk.csv_plan._write", meanwhile), self.assertRaises(ChangedMeanwhile):
            apply(SKILLS, self.text, seen, self.keeper)

        self.calm.refresh_from_db()
        self.assertEqual(self.calm.preferred_label, "Calm")


class PagesTests(KeeperTests):
    address = property(lambda self: desk("skill", "csv"))

    def upload(self, text: str | bytes):
        data = text if isinstance(text, bytes) else text.encode()
        return self.client.post(self.address, {"file": SimpleUploadedFile("skills.csv", data)})

    def test_a_file_is_looked_at_and_then_written(self):
        self.assertContains(self.client.get(desk("skill")), self.address)
        preview = self.upload(skills("new,New skill,service,,true,", "bad,Bad,service,,perhaps,"))

        self.assertContains(preview, "Write 1 row")
        self.assertContains(preview, "Write true or false.")
        self.assertFalse(Skill.objects.exists())
        context = preview.context
        confirmed = self.client.post(
            self.address,
            # As a browser sends a text area.
            {"text": context["text"].replace("\n", "\r\n"), "seen": context["plan"].digests},
            follow=True,
        )

        self.assertContains(confirmed, "New rows: 1. Changed rows: 0.")
        self.assertEqual(Skill.objects.get().slug, "new")

    def test_what_changed_meanwhile_is_shown(self):
        skill = SkillFactory(slug="calm", preferred_label="Calm")
        context = self.upload(skills("calm,Staying calm,service,,true,")).context
        Skill.objects.filter(pk=skill.pk).update(preferred_label="Calmness")

        again = self.client.post(
            self.address, {"text": context["text"], "seen": context["plan"].digests}
        )

        self.assertContains(again, "Something changed since you looked")
        self.assertContains(again, "Other than before")
        self.assertContains(again, "Calmness")
        skill.refresh_from_db()
        self.assertEqual(skill.preferred_label, "Calmness")

    def test_bad_input_is_answered_beside_the_field(self):
        for data in (b"\xff\xfe\x00s", b"", b"slug\x00", b"no header"):
            with self.subTest(data):
                response = self.upload(data)
                self.assertEqual(response.status_code, 200)
                self.assertTrue(response.context["form"].errors)
        for fields in ({}, {"text": "\x00"}, {"text": "x", "seen": "\x00"}):
            with self.subTest(fields):
                self.assertEqual(self.client.post(self.address, fields).status_code, 200)

    def test_it_takes_the_rights_to_add_and_to_change(self):
        for codename in ("add_skill", "change_skill"):
            with self.subTest(codename):
                self.without(codename)
                self.assertEqual(self.upload(skills("a,A,service,,true,")).status_code, 302)
                self.assertFalse(Skill.objects.exists())

    def test_a_file_that_was_given_out_changes_nothing(self):
        RoleFactory(slug="csr", alt_titles="Agent\r\nRep", channels=["phone"]).steps_out.create(
            to_role=RoleFactory(), kind="promotion", condition="Shows it, twice"
        )
        SkillFactory(alt_labels="one\ntwo", description="Words,\nand more")
        SkillFactory(tool=True)
        GlossaryTerm.objects.create(slug="aht", title="AHT", definition="A time.", source_year=2020)

        for sheet, model in ((ROLES, "role"), (STEPS, "careerstep"), (SKILLS, "skill"),
                             (TOOLS, "tool"), (TERMS, "glossaryterm")):  # fmt: skip
            with self.subTest(model):
                response = self.client.get(desk(model), {"export": "csv"})
                text = b"".join(response.streaming_content).decode()
                plan = read_plan(sheet, text)
                self.assertEqual({line.state for line in plan.lines}, {"same"})
        self.assertEqual(CareerStep.objects.count(), 1)
