import gzip
import re
import shutil
import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from cms.loading.taxonomy import taxonomy_loads
from cms.management.commands.load_taxonomy import DATA
from cms.models import (
    CannedAnswer,
    CareerStep,
    GlossaryTerm,
    Industry,
    Place,
    PostAdvice,
    Role,
    RoleSkill,
    Skill,
    ToolFamily,
    Wage,
    WageArea,
)

WRITES = re.compile("INSERT|UPDATE|DELETE")
FILES = {
    "industries.csv": "slug,title,naics_sector\nretail,Retail,44-45\n",
    "tool_families.csv": "slug,title,transfer\nticketing,Ticketing,0.8\n",
    "skills.csv": (
        "slug,preferred_label,kind,alt_labels,is_matchable,description,basis\n"
        "empathy,Empathy,interpersonal,compassion|caring,true,Feeling with people.,seed\n"
        "spanish,Spanish,language,,true,,seed\n"
    ),
    "tools.csv": "slug,preferred_label,family,alt_labels\nzendesk,Zendesk,ticketing,zendesk suite\n",
    "roles.csv": (
        "slug,title,alt_titles,family,level,ladder_level,channels,work_modes,industries,"
        "soc_code,soc_is_proxy,onet_soc_code,description,basis\n"
        "csr,Representative,CSR|Agent,front_line,entry,1,phone|chat,on_site,retail,"
        "43-4051,false,43-4051.00,Answers.,seed\n"
        "team-lead,Team lead,,leadership,senior,3,,,,43-1011,true,,Leads.,seed\n"
        "sales,Sales,,exit,exit,,,,,,false,,Sells.,seed\n"
    ),
    "role_skills.csv": (
        "role,skill,importance,is_essential,basis\n"
        "csr,empathy,5,true,seed\ncsr,zendesk,3,false,seed\n"
    ),
    "career_steps.csv": (
        "from_role,to_role,kind,condition,from_level,basis\n"
        "csr,team-lead,promotion,Guide colleagues,,seed\n,sales,exit,Know customers,1,seed\n"
    ),
    "glossary.toml": (
        '[csat]\ntitle = "Satisfaction"\nabbreviation = "CSAT"\nis_metric = true\n'
        'definition = "How pleased people are."\ncaution = "Few answer."\n'
        '[queue]\ntitle = "Queue"\ndefinition = "The line."\n'
    ),
    "post_advice.toml": (
        '[costume]\ntitle = "A costume"\nphrases = ["rockstar*", "ninja"]\nreason = "Nobody"\n'
        'suggestion = "Agent"\n[no-week]\ntitle = "The week"\ncondition = "no_week"\nreason = "Hours"\n'
    ),
    "canned_answers.toml": (
        '[pay]\ntitle = "Pay"\nuse = "return"\nbody = """\nState the pay.\n"""\n'
    ),
}
PLACES = (
    "geoname_id,name,alt_names,country_code,admin1_code,latitude,longitude,population,time_zone\n"
    "4509177,Columbus,Cbus|columbus,US,OH,39.9612,-82.9988,905748,America/New_York\n"
    "2644688,Leeds,,GB,ENG,53.7965,-1.5478,455123,Europe/London\n"
)
WAGE_HEAD = (
    "soc_code,occupation,area_type,area_code,area,industry_code,industry,employment,"
    "hourly_p10,hourly_p25,hourly_median,hourly_p75,hourly_p90,"
    "annual_p10,annual_p25,annual_median,annual_p75,annual_p90\n"
)
WAGES = (
    "43-4051,Representatives,national,0000000,National,000000,All industries,9,"
    "15,17,21.53,24,30,31750,36870,44770,51780,63590\n"
    "43-4051,Representatives,state,3900000,Ohio,000000,All industries,,,,,,,,,,,\n"
    '43-4051,Representatives,metro,0018140,"Columbus, OH",000000,All industries,9,'
    "15,18,22.28,25,29,33000,38000,46350,52000,62000\n"
)


class LoadTaxonomyTests(TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        for name, text in FILES.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        self.write_gzip("places.csv.gz", PLACES)
        self.write_gzip("wages_oews_2025_05.csv.gz", WAGE_HEAD + WAGES)
        self.load()

    def write_gzip(self, name, text):
        with gzip.open(self.folder / name, "wt", encoding="utf-8") as file:
            file.write(text)

    def change(self, name, old, new):
        path = self.folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    def load(self) -> dict[str, str]:
        """What the command says of each file."""
        out = StringIO()
        call_command("load_taxonomy", data=self.folder, stdout=out)
        return dict(line.split(": ", 1) for line in out.getvalue().splitlines())

    def test_rows_arrive_with_what_belongs_to_them(self):
        role = Role.objects.get(slug="csr")
        tool = Skill.objects.get(slug="zendesk")

        self.assertEqual(role.titles, ["Representative", "CSR", "Agent"])
        self.assertEqual(role.channels, ["phone", "chat"])
        self.assertEqual([industry.slug for industry in role.industries.all()], ["retail"])
        self.assertEqual(
            Skill.objects.get(slug="empathy").labels, ["Empathy", "compassion", "caring"]
        )
        self.assertEqual((tool.kind, tool.tool_family.slug), ("tool", "ticketing"))
        self.assertEqual(role.role_skills.get(skill=tool).importance, 3)
        self.assertEqual(Place.objects.get(name="Columbus").alt_names, "|Cbus|columbus|")

    def test_a_word_of_the_glossary_arrives_with_what_its_figure_leaves_out(self):
        term = GlossaryTerm.objects.get(slug="csat")

        self.assertEqual((term.short_title, term.caution), ("CSAT", "Few answer."))
        self.assertTrue(term.is_metric)
        self.assertFalse(GlossaryTerm.objects.get(slug="queue").is_metric)

    def test_advice_on_posts_arrives_as_wordings_and_gaps_and_an_editors_words_stay(self):
        costume = PostAdvice.objects.get(slug="costume")
        self.assertEqual((costume.kind, costume.phrase_list), ("wording", ["rockstar*", "ninja"]))
        self.assertEqual(PostAdvice.objects.get(slug="no-week").kind, "gap")

        PostAdvice.objects.filter(slug="costume").update(phrases="ours", is_active=False)
        self.change("post_advice.toml", "Nobody", "No one")
        said = self.load()

        costume.refresh_from_db()
        self.assertEqual((costume.phrases, costume.is_active), ("ours", False))
        self.assertEqual(
            said["post_advice.toml"], "0 created, 0 updated, 1 kept (editor), 1 unchanged"
        )

    def test_ready_answers_arrive_and_an_editors_words_stay(self):
        answer = CannedAnswer.objects.get(slug="pay")
        self.assertEqual((answer.use, answer.body), ("return", "State the pay."))

        CannedAnswer.objects.filter(slug="pay").update(body="Ours")
        self.change("canned_answers.toml", "State", "Please state")
        self.load()

        answer.refresh_from_db()
        self.assertEqual(answer.body, "Ours")

    def test_an_editors_words_in_the_glossary_stay_and_a_deleted_word_stays_away(self):
        GlossaryTerm.objects.filter(slug="csat").update(definition="Ours.")
        GlossaryTerm.objects.get(slug="queue").delete()
        self.change("glossary.toml", "How pleased", "How content")

        said = self.load()

        self.assertEqual(GlossaryTerm.objects.get().definition, "Ours.")
        self.assertEqual(
            said["glossary.toml"], "0 created, 0 updated, 2 kept (editor), 0 unchanged"
        )

    def test_a_better_word_in_the_file_reaches_a_term_that_nobody_touched(self):
        self.change("glossary.toml", "The line.", "Where contacts wait.")

        self.load()

        term = GlossaryTerm.objects.get(slug="queue")
        self.assertEqual(term.definition, "Where contacts wait.")

    def test_an_exit_is_one_rule_for_all_service_roles(self):
        rule = CareerStep.objects.get(to_role__slug="sales")

        self.assertIsNone(rule.from_role)
        self.assertEqual(rule.from_level, 1)
        for slug in ("csr", "team-lead"):
            self.assertIn(rule, CareerStep.objects.leaving(Role.objects.get(slug=slug)))

    def test_a_second_load_changes_nothing(self):
        before = {model: list(model.objects.values()) for model in (Skill, Role, RoleSkill, Wage)}

        said = self.load()

        self.assertEqual(said["skills.csv"], "0 created, 0 updated, 0 kept (editor), 2 unchanged")
        self.assertEqual(
            said["places.csv.gz"], "0 created, 0 updated, 0 kept (editor), 2 unchanged"
        )
        for model, rows in before.items():
            self.assertEqual(list(model.objects.values()), rows)

    def test_a_second_load_writes_nothing(self):
        with CaptureQueriesContext(connection) as queries:
            self.load()

        written = [query["sql"] for query in queries if WRITES.match(query["sql"])]
        self.assertEqual(written, [])

    def test_a_changed_file_updates_rows_that_nobody_touched(self):
        latest = Skill.objects.get(slug="empathy").updated_at
        self.change("skills.csv", "compassion|caring", "compassion")
        self.change("roles.csv", ",on_site,retail,", ",on_site,,")
        self.change("role_skills.csv", "zendesk,3,false", "zendesk,4,true")

        said = self.load()

        self.assertEqual(said["skills.csv"], "0 created, 1 updated, 0 kept (editor), 1 unchanged")
        skill = Skill.objects.get(slug="empathy")
        self.assertEqual(skill.alt_labels, "compassion")
        self.assertGreater(skill.updated_at, latest)  # the skill finder goes by it
        self.assertFalse(Role.objects.get(slug="csr").industries.exists())
        self.assertEqual(RoleSkill.objects.get(skill__slug="zendesk").importance, 4)

    def test_an_editors_change_outlives_a_changed_file(self):
        Skill.objects.filter(slug="empathy").update(preferred_label="Warmth")
        Role.objects.get(slug="csr").industries.clear()
        self.change("skills.csv", "Empathy", "Feeling")
        self.change("roles.csv", "Answers.", "Answers people.")

        said = self.load()

        self.assertEqual(Skill.objects.get(slug="empathy").preferred_label, "Warmth")
        self.assertEqual(Role.objects.get(slug="csr").description, "Answers.")
        self.assertEqual(said["skills.csv"], "0 created, 0 updated, 1 kept (editor), 1 unchanged")

    def test_an_editor_who_saves_without_a_change_has_changed_nothing(self):
        # A browser sends the lines of a text field with \r\n between them.
        Skill.objects.filter(slug="empathy").update(alt_labels="compassion\r\ncaring\r\n")
        self.change("skills.csv", "Empathy", "Feeling")

        self.load()

        self.assertEqual(Skill.objects.get(slug="empathy").preferred_label, "Feeling")

    def test_what_an_editor_deleted_stays_deleted_with_all_that_hung_on_it(self):
        Skill.objects.get(slug="zendesk").delete()
        ToolFamily.objects.get(slug="ticketing").delete()
        CareerStep.objects.get(from_role__slug="csr").delete()
        Industry.objects.get(slug="retail").delete()
        self.change("tools.csv", "zendesk suite", "zendesk support")

        said = self.load()

        self.assertFalse(Skill.objects.filter(slug="zendesk").exists())
        self.assertFalse(ToolFamily.objects.exists())
        self.assertFalse(Industry.objects.exists())
        self.assertEqual(CareerStep.objects.count(), 1)
        self.assertEqual(RoleSkill.objects.count(), 1)
        self.assertEqual(said["tools.csv"], "0 created, 0 updated, 1 kept (editor), 0 unchanged")

    def test_an_editors_own_row_is_not_taken_over(self):
        Skill.objects.create(slug="patience", preferred_label="Calm", kind="interpersonal")
        with (self.folder / "skills.csv").open("a", encoding="utf-8") as file:
            file.write("patience,Patience,interpersonal,,true,,seed\n")

        self.load()

        self.assertEqual(Skill.objects.get(slug="patience").preferred_label, "Calm")

    def test_a_link_that_the_file_drops_goes_unless_an_editor_changed_it(self):
        RoleSkill.objects.filter(skill__slug="zendesk").update(importance=5)
        self.change("role_skills.csv", "csr,empathy,5,true,seed\ncsr,zendesk,3,false,seed\n", "")
        self.change("role_skills.csv", "basis\n", "basis\nteam-lead,empathy,4,true,seed\n")

        said = self.load()

        self.assertEqual(
            set(RoleSkill.objects.values_list("role__slug", "skill__slug")),
            {("team-lead", "empathy"), ("csr", "zendesk")},
        )
        self.assertTrue(said["role_skills.csv"].endswith("1 removed"))

    def test_wages_carry_their_release_and_are_empty_where_nothing_is_published(self):
        wage = Wage.objects.get(area__kind=WageArea.Kind.NATION)

        self.assertEqual((wage.release, wage.annual_median), ("May 2025", 44770))
        self.assertTrue(wage.source.endswith("May 2025"))
        self.assertIsNone(Wage.objects.get(area__state="OH").hourly_median)
        metro = WageArea.objects.get(kind=WageArea.Kind.METRO)
        self.assertEqual([city.name for city in metro.title_cities.all()], ["Columbus"])

    def test_a_new_release_joins_the_old_one_and_speaks_instead_of_it(self):
        self.write_gzip("wages_oews_2026_05.csv.gz", WAGE_HEAD + WAGES.replace("21.53", "22.10"))

        said = self.load()

        self.assertEqual(said["wages_oews_2026_05.csv.gz"].split(",")[0], "3 created")
        nation = Wage.objects.filter(area__kind=WageArea.Kind.NATION)
        self.assertEqual(nation.count(), 2)
        self.assertEqual(nation.latest().get().year, 2026)

    def test_a_corrected_release_corrects_its_own_rows(self):
        self.write_gzip("wages_oews_2025_05.csv.gz", WAGE_HEAD + WAGES.replace("21.53", "21.60"))

        said = self.load()

        self.assertEqual(
            said["wages_oews_2025_05.csv.gz"],
            "0 created, 1 updated, 0 kept (editor), 2 unchanged",
        )
        self.assertEqual(str(Wage.objects.get(area__kind="national").hourly_median), "21.60")

    def test_wages_that_are_missing_come_back_though_the_file_is_the_same(self):
        Wage.objects.all().delete()

        self.load()

        self.assertEqual(Wage.objects.count(), 3)

    def test_a_file_that_cannot_be_read_leaves_its_table_as_it_was(self):
        self.change("tool_families.csv", "Ticketing,0.8", "Tickets,0.8\nchat,Chat,much")

        with self.assertRaises(ValueError):
            self.load()

        self.assertEqual(ToolFamily.objects.get().title, "Ticketing")


class ShippedFilesTests(TestCase):
    def test_every_row_of_the_shipped_files_is_good(self):
        for load in taxonomy_loads(DATA).values():
            self.assertEqual(load().kept, 0)

        for model in (Industry, ToolFamily, Skill, Role, RoleSkill, CareerStep, GlossaryTerm):
            for row in model.objects.all():
                row.full_clean()
        self.assertEqual(CareerStep.objects.filter(from_role=None).count(), 9)
        metrics = GlossaryTerm.objects.filter(is_metric=True)
        self.assertEqual(metrics.count(), 31)
        self.assertFalse(metrics.filter(caution="").exists())
