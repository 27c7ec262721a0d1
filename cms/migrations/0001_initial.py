import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # The libraries' migrations come first: each of theirs would otherwise draw all our models anew.
    dependencies = [
        ('account', '0009_emailaddress_unique_primary_email'),
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('sessions', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailimages', '0027_image_description'),
        ('wagtailredirects', '0008_add_verbose_name_plural'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
    ]

    operations = [
        migrations.CreateModel(
            name='GuideIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(max_length=300)),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('headline', models.CharField(max_length=80)),
                ('hiring_heading', models.CharField(max_length=100)),
                ('hiring_text', models.CharField(max_length=200)),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Industry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('title', models.CharField(max_length=80)),
                ('naics_sector', models.CharField(blank=True, help_text='The sector whose wages are shown for it', max_length=6, verbose_name='NAICS sector')),
            ],
            options={
                'verbose_name_plural': 'industries',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='RoleIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(max_length=300)),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, max_length=300)),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('table', 8)], block_lookup={0: ('cms.blocks.HeadingBlock', (), {'max_length': 100}), 1: ('cms.blocks.TextBlock', (), {}), 2: ('wagtail.blocks.CharBlock', (), {'max_length': 150}), 3: ('wagtail.blocks.CharBlock', (), {'max_length': 60}), 4: ('wagtail.blocks.ListBlock', (3,), {'min_num': 2}), 5: ('wagtail.blocks.CharBlock', (), {'max_length': 120, 'required': False}), 6: ('wagtail.blocks.ListBlock', (5,), {}), 7: ('wagtail.blocks.ListBlock', (6,), {}), 8: ('wagtail.blocks.StructBlock', [[('caption', 2), ('columns', 4), ('rows', 7)]], {})})),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ToolFamily',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('title', models.CharField(max_length=80)),
                ('transfer', models.FloatField(default=0.5, help_text='From 0 (nothing carries over) to 1 (the same thing under another name)', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)])),
            ],
            options={
                'verbose_name_plural': 'tool families',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('geoname_id', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('name', models.CharField(db_index=True, max_length=100)),
                ('alt_names', models.TextField(blank=True, help_text='Between bars: |NYC|New York City|')),
                ('country_code', models.CharField(max_length=2)),
                ('admin1_code', models.CharField(blank=True, help_text='In the US, the state', max_length=20)),
                ('latitude', models.FloatField()),
                ('longitude', models.FloatField()),
                ('population', models.PositiveIntegerField()),
                ('time_zone', models.CharField(max_length=40)),
            ],
            options={
                'ordering': ['name', '-population', 'pk'],
                'indexes': [models.Index(fields=['latitude', 'longitude'], name='place_position')],
            },
        ),
        migrations.CreateModel(
            name='SeedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='seed_record_once_per_row')],
            },
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('preferred_label', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('service', 'Customer service'), ('interpersonal', 'With people'), ('self_management', 'Working on your own'), ('technical', 'Technical'), ('tool', 'Tools'), ('domain', 'Knowledge of a field'), ('language', 'Languages'), ('certification', 'Certificates and licenses')], max_length=20)),
                ('alt_labels', models.TextField(blank=True, help_text='One a line: other words that people and postings use for the same thing', verbose_name='alternative labels')),
                ('description', models.TextField(blank=True)),
                ('is_matchable', models.BooleanField(default=True, help_text='Unticked, it is known to the site and counts for no match')),
                ('basis', models.CharField(blank=True, editable=False, max_length=20)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('tool_family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tools', to='cms.toolfamily')),
            ],
            options={
                'ordering': ['preferred_label'],
                'constraints': [models.CheckConstraint(condition=models.Q(('tool_family__isnull', True), ('kind', 'tool'), _connector='OR'), name='skill_only_a_tool_has_a_family')],
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=80)),
                ('alt_titles', models.TextField(blank=True, help_text='One a line: titles that mean the same job', verbose_name='alternative titles')),
                ('description', models.TextField(help_text='One sentence: what a person in it does')),
                ('family', models.CharField(choices=[('front_line', 'Front line'), ('technical', 'Technical'), ('quality_training', 'Quality and training'), ('leadership', 'Leading teams'), ('success', 'Success and accounts'), ('experience', 'Experience'), ('operations', 'Operations'), ('exit', 'Beyond service')], max_length=20, verbose_name='line')),
                ('ladder_level', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'entry'), (2, 'senior'), (3, 'specialist or lead'), (4, 'manager'), (5, 'director'), (6, 'chief')], help_text='Empty for a role outside customer service', null=True, verbose_name='rung')),
                ('channels', models.JSONField(blank=True, default=list)),
                ('work_modes', models.JSONField(blank=True, default=list)),
                ('soc_code', models.CharField(blank=True, help_text='The occupation whose wages are shown', max_length=7, verbose_name='SOC code')),
                ('soc_is_proxy', models.BooleanField(default=False, help_text='The code is only the nearest that has figures; pages say so', verbose_name='is a proxy')),
                ('onet_soc_code', models.CharField(blank=True, max_length=10, verbose_name='O*NET-SOC code')),
                ('basis', models.CharField(blank=True, editable=False, max_length=20)),
                ('industries', models.ManyToManyField(blank=True, related_name='roles', to='cms.industry')),
            ],
            options={
                'ordering': ['title'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('family', 'exit'), ('ladder_level__isnull', True)), models.Q(models.Q(('family', 'exit'), _negated=True), ('ladder_level__range', (1, 6))), _connector='OR'), name='role_on_the_ladder_has_a_rung')],
            },
        ),
        migrations.CreateModel(
            name='WageArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('national', 'nation'), ('state', 'state'), ('metro', 'metropolitan area'), ('nonmetro', 'nonmetropolitan area')], max_length=10)),
                ('code', models.CharField(max_length=7)),
                ('title', models.CharField(max_length=120)),
                ('state', models.CharField(blank=True, help_text="Postal code, for a state's row", max_length=2)),
                ('title_cities', models.ManyToManyField(blank=True, related_name='wage_areas', to='cms.place')),
            ],
            options={
                'ordering': ['title'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'code'), name='wage_area_once_per_code')],
            },
        ),
        migrations.CreateModel(
            name='GuidePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('kind', models.CharField(choices=[('guide', 'Guide'), ('trend', 'Trend'), ('wellbeing', 'Wellbeing'), ('remote', 'Working from home'), ('advice', 'Advice'), ('resume', 'Résumé tips')], default='guide', max_length=10)),
                ('introduction', models.TextField(max_length=300)),
                ('author', models.CharField(default='Rungs editors', max_length=80)),
                ('reviewed_on', models.DateField(default=django.utils.timezone.localdate)),
                ('review_due', models.DateField(help_text='When somebody has to check the facts again')),
                ('body', wagtail.fields.StreamField([('takeaways', 0), ('heading', 1), ('text', 2), ('pay_band', 4), ('live_jobs', 4), ('ladder', 4)], block_lookup={0: ('cms.blocks.TakeawaysBlock', (), {}), 1: ('cms.blocks.HeadingBlock', (), {'max_length': 100}), 2: ('cms.blocks.TextBlock', (), {}), 3: ('wagtail.snippets.blocks.SnippetChooserBlock', ('cms.Role',), {'label': 'Role'}), 4: ('wagtail.blocks.StructBlock', [[('role', 3)]], {})})),
                ('roles', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='guides', to='cms.role')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='RolePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, help_text="Empty: the role's own description is shown", max_length=300)),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('duties', 2), ('day', 3), ('ways_in', 4)], blank=True, block_lookup={0: ('cms.blocks.HeadingBlock', (), {'max_length': 100}), 1: ('cms.blocks.TextBlock', (), {}), 2: ('cms.blocks.DutiesBlock', (), {}), 3: ('cms.blocks.DayBlock', (), {}), 4: ('cms.blocks.WaysInBlock', (), {})})),
                ('role', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='page', to='cms.role')),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='RoleSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('importance', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('is_essential', models.BooleanField(default=False)),
                ('basis', models.CharField(blank=True, editable=False, max_length=20)),
                ('role', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_skills', to='cms.role')),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_skills', to='cms.skill')),
            ],
            options={
                'ordering': ['-is_essential', '-importance', 'skill__preferred_label'],
                'constraints': [models.UniqueConstraint(fields=('role', 'skill'), name='role_skill_once'), models.CheckConstraint(condition=models.Q(('importance__range', (1, 5))), name='role_skill_importance_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='Language',
            fields=[
            ],
            options={
                'ordering': ['preferred_label'],
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('cms.skill',),
        ),
        migrations.CreateModel(
            name='Tool',
            fields=[
            ],
            options={
                'ordering': ['preferred_label'],
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('cms.skill',),
        ),
        migrations.CreateModel(
            name='Wage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('soc_code', models.CharField(max_length=7, verbose_name='SOC code')),
                ('occupation', models.CharField(max_length=120)),
                ('naics_sector', models.CharField(default='000000', max_length=6, verbose_name='NAICS sector')),
                ('industry', models.CharField(max_length=120)),
                ('year', models.PositiveSmallIntegerField()),
                ('month', models.PositiveSmallIntegerField(default=5)),
                ('source', models.CharField(max_length=200)),
                ('employment', models.PositiveIntegerField(blank=True, null=True)),
                ('hourly_p10', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)),
                ('hourly_p25', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)),
                ('hourly_median', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)),
                ('hourly_p75', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)),
                ('hourly_p90', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)),
                ('annual_p10', models.PositiveIntegerField(blank=True, null=True)),
                ('annual_p25', models.PositiveIntegerField(blank=True, null=True)),
                ('annual_median', models.PositiveIntegerField(blank=True, null=True)),
                ('annual_p75', models.PositiveIntegerField(blank=True, null=True)),
                ('annual_p90', models.PositiveIntegerField(blank=True, null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wages', to='cms.wagearea')),
            ],
            options={
                'ordering': ['soc_code', 'area', 'naics_sector', '-year'],
                'constraints': [models.UniqueConstraint(fields=('soc_code', 'area', 'naics_sector', 'year', 'month'), name='wage_once_per_release')],
            },
        ),
        migrations.CreateModel(
            name='CareerStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_level', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'entry'), (2, 'senior'), (3, 'specialist or lead'), (4, 'manager'), (5, 'director'), (6, 'chief')], help_text='For a way out from any service role: the lowest rung it is open to', null=True, verbose_name='from rung')),
                ('kind', models.CharField(choices=[('promotion', 'promotion'), ('specialise', 'specialization'), ('lateral', 'sideways'), ('exit', 'way out of service')], max_length=12)),
                ('condition', models.CharField(blank=True, help_text='What usually has to be shown before the move', max_length=200)),
                ('basis', models.CharField(blank=True, editable=False, max_length=20)),
                ('from_role', models.ForeignKey(blank=True, help_text='Empty: from any service role', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='steps_out', to='cms.role')),
                ('to_role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps_in', to='cms.role')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('from_role', 'to_role'), name='career_step_once'), models.UniqueConstraint(condition=models.Q(('from_role__isnull', True)), fields=('to_role',), name='career_step_one_rule_per_exit'), models.CheckConstraint(condition=models.Q(('from_role', models.F('to_role')), _negated=True), name='career_step_moves'), models.CheckConstraint(condition=models.Q(models.Q(('from_level__isnull', True), ('from_role__isnull', False)), models.Q(('from_level__isnull', False), ('from_role__isnull', True), ('kind', 'exit')), _connector='OR'), name='career_step_from_a_role_or_a_rule')],
            },
        ),
        migrations.CreateModel(
            name='GuideSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(max_length=200)),
                ('publisher', models.CharField(max_length=120)),
                ('year', models.PositiveSmallIntegerField()),
                ('url', models.URLField(blank=True, verbose_name='address')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='cms.guidepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='role',
            name='skills',
            field=models.ManyToManyField(related_name='roles', through='cms.RoleSkill', to='cms.skill'),
        ),
    ]
