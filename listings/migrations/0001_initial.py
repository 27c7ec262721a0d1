import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.math
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cms', '0001_initial'),
        ('profiles', '0002_people'),
        ('profiles', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Listing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('slug', models.SlugField(max_length=80)),
                ('description', models.TextField(max_length=20000)),
                ('qualifications', models.TextField(blank=True, max_length=5000)),
                ('training', models.TextField(blank=True, max_length=3000)),
                ('benefits', models.TextField(blank=True, max_length=3000)),
                ('work_mode', models.CharField(choices=[('on_site', 'On site'), ('hybrid', 'Hybrid'), ('remote', 'Remote'), ('field', 'In the field')], max_length=10)),
                ('applicant_countries', models.CharField(blank=True, help_text='For remote work: codes of the countries where one may live, with spaces between', max_length=120)),
                ('location_note', models.CharField(blank=True, max_length=200)),
                ('time_zone', models.CharField(default='UTC', max_length=40)),
                ('employment_type', models.CharField(choices=[('FULL_TIME', 'Full time'), ('PART_TIME', 'Part time'), ('CONTRACTOR', 'Contract or freelance'), ('TEMPORARY', 'Temporary'), ('INTERN', 'Internship'), ('PER_DIEM', 'By the day'), ('OTHER', 'Other')], max_length=12)),
                ('weekly_hours', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(80)])),
                ('shift_pattern', models.CharField(blank=True, choices=[('day', 'Days'), ('evening', 'Evenings'), ('night', 'Nights'), ('rotating', 'Rotating shifts'), ('split', 'Split shifts'), ('flexible', 'Flexible hours')], max_length=10)),
                ('works_weekends', models.BooleanField(blank=True, null=True)),
                ('schedule_note', models.CharField(blank=True, max_length=200)),
                ('salary_currency', models.CharField(blank=True, max_length=3)),
                ('salary_min', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True)),
                ('salary_max', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True)),
                ('salary_period', models.CharField(blank=True, choices=[('hour', 'an hour'), ('day', 'a day'), ('week', 'a week'), ('month', 'a month'), ('year', 'a year')], max_length=5)),
                ('variable_pay', models.CharField(blank=True, max_length=200)),
                ('hourly_guaranteed', models.GeneratedField(db_persist=True, expression=django.db.models.functions.math.Round(django.db.models.functions.comparison.Cast(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('salary_min'), models.FloatField()), '/', models.Case(models.When(salary_period='hour', then=models.Value(1.0)), models.When(salary_period='day', then=django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.Coalesce(models.F('weekly_hours'), models.Value(40)), models.FloatField()), '/', models.Value(5.0))), models.When(salary_period='week', then=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.Coalesce(models.F('weekly_hours'), models.Value(40)), models.FloatField())), models.When(salary_period='month', then=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.Coalesce(models.F('weekly_hours'), models.Value(40)), models.FloatField()), '*', models.Value(52.0)), '/', models.Value(12.0))), models.When(salary_period='year', then=django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.Coalesce(models.F('weekly_hours'), models.Value(40)), models.FloatField()), '*', models.Value(52.0))), output_field=models.FloatField())), models.DecimalField(decimal_places=2, max_digits=10)), output_field=models.DecimalField(decimal_places=2, max_digits=10), precision=2), output_field=models.DecimalField(decimal_places=2, max_digits=10))),
                ('education_min', models.CharField(blank=True, choices=[('none', 'No degree or diploma needed'), ('high_school', 'High school diploma or equivalent'), ('certificate', 'Professional certificate'), ('associate', 'Associate degree'), ('bachelor', "Bachelor's degree"), ('postgraduate', 'Postgraduate degree')], max_length=12)),
                ('experience_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('apply_route', models.CharField(choices=[('on_site', 'On Rungs'), ('external', "On the employer's own site")], default='on_site', max_length=10)),
                ('apply_url', models.URLField(blank=True, max_length=500)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('approved', 'Approved'), ('rejected', 'Not approved'), ('withdrawn', 'Withdrawn'), ('closed', 'Closed')], default='draft', max_length=10)),
                ('version', models.PositiveIntegerField(default=1, help_text='Rises with every save of advertised text, skills included')),
                ('approved_version', models.PositiveIntegerField(editable=False, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('hired', 'Somebody was hired'), ('not_filled', 'Nobody was hired')], max_length=12)),
                ('date_posted', models.DateTimeField(blank=True, null=True)),
                ('valid_through', models.DateTimeField(blank=True, null=True)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('last_applied_at', models.DateTimeField(editable=False, null=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('review_reasons', models.JSONField(blank=True, default=list, help_text='Why a person has to look at it, in words')),
                ('source', models.CharField(blank=True, max_length=40)),
                ('source_id', models.CharField(blank=True, max_length=120, null=True)),
                ('source_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listings', to='profiles.employer')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.place')),
                ('role', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='cms.role')),
            ],
            options={
                'ordering': ['-date_posted', '-pk'],
                'permissions': [('review_listing', 'Can review listings')],
                'indexes': [models.Index(fields=['state', 'valid_through', 'date_posted'], name='listing_open'), models.Index(fields=['role', 'state'], name='listing_role')],
                'constraints': [models.UniqueConstraint(fields=('source', 'source_id'), name='listing_imported_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(('date_posted__isnull', False), ('role__isnull', False), ('valid_through__isnull', False)), _connector='OR'), name='listing_approved_has_dates_and_role'), models.CheckConstraint(condition=models.Q(('valid_through__isnull', True), ('date_posted__isnull', True), ('valid_through__gt', models.F('date_posted')), _connector='OR'), name='listing_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('salary_min__isnull', True), ('salary_max__isnull', True), ('salary_max__gte', models.F('salary_min')), _connector='OR'), name='listing_pay_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('salary_max__isnull', True), ('salary_min__isnull', True)), models.Q(models.Q(('salary_currency', ''), _negated=True), models.Q(('salary_period', ''), _negated=True)), _connector='OR'), name='listing_pay_has_currency_and_period'), models.CheckConstraint(condition=models.Q(models.Q(('apply_route', 'external'), _negated=True), models.Q(('apply_url', ''), _negated=True), _connector='OR'), name='listing_external_has_an_address'), models.CheckConstraint(condition=models.Q(('work_mode', 'remote'), ('place__isnull', False), models.Q(('location_note', ''), _negated=True), _connector='OR'), name='listing_says_where')],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('submitted', 'Sent'), ('shortlisted', 'On the shortlist'), ('declined', 'Not going further'), ('withdrawn', 'Withdrawn by you')], default='submitted', max_length=12)),
                ('name', models.CharField(max_length=120)),
                ('note', models.TextField(blank=True, max_length=4000)),
                ('submitted_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applications', to='profiles.candidate')),
                ('resume', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='applications', to='profiles.resume')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applications', to='listings.listing')),
            ],
            options={
                'ordering': ['-submitted_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('candidate', 'listing'), name='application_once_per_listing')],
            },
        ),
        migrations.CreateModel(
            name='ListingChannel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('phone', 'Phone'), ('email', 'Email'), ('chat', 'Chat'), ('social', 'Social media'), ('in_person', 'In person'), ('video', 'Video'), ('back_office', 'No customer contact')], max_length=12)),
                ('share', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='share, percent')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='channels', to='listings.listing')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('share'), descending=True, nulls_last=True), 'channel'],
                'constraints': [models.UniqueConstraint(fields=('listing', 'channel'), name='listing_channel_once')],
            },
        ),
        migrations.CreateModel(
            name='ListingLanguage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('A1', 'A1, first words'), ('A2', 'A2, simple talk'), ('B1', 'B1, everyday talk'), ('B2', 'B2, at ease at work'), ('C1', 'C1, fluent'), ('C2', 'C2, as a native speaker')], default='B2', max_length=2)),
                ('is_essential', models.BooleanField(default=True)),
                ('language', models.ForeignKey(limit_choices_to={'kind': 'language'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cms.skill')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='listings.listing')),
            ],
            options={
                'ordering': ['-is_essential', 'language__preferred_label'],
                'constraints': [models.UniqueConstraint(fields=('listing', 'language'), name='listing_language_once')],
            },
        ),
        migrations.CreateModel(
            name='ListingSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_essential', models.BooleanField(default=True)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listing_skills', to='listings.listing')),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listing_skills', to='cms.skill')),
            ],
            options={
                'ordering': ['-is_essential', 'skill__preferred_label'],
                'constraints': [models.UniqueConstraint(fields=('listing', 'skill'), name='listing_skill_once')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(choices=[('approved', 'Approved'), ('rejected', 'Not approved')], max_length=10)),
                ('reason', models.TextField(blank=True, max_length=2000)),
                ('version', models.PositiveIntegerField(help_text='The version that the moderator saw')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='listings.listing')),
                ('moderator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SavedJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('saved_at', models.DateTimeField(auto_now_add=True)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_jobs', to='profiles.candidate')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_by', to='listings.listing')),
            ],
            options={
                'ordering': ['-saved_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('candidate', 'listing'), name='saved_job_once')],
            },
        ),
        migrations.CreateModel(
            name='ApplicationEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('submitted', 'Sent'), ('shortlisted', 'On the shortlist'), ('declined', 'Not going further'), ('withdrawn', 'Withdrawn by you')], max_length=12)),
                ('message', models.TextField(blank=True, max_length=2000)),
                ('at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='listings.application')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='listing',
            name='skills',
            field=models.ManyToManyField(related_name='+', through='listings.ListingSkill', to='cms.skill'),
        ),
    ]
