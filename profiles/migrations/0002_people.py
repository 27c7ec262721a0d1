import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import profiles.models.resumes
import profiles.models.outbox
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0001_initial'),
        ('profiles', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headline', models.CharField(blank=True, max_length=120)),
                ('visibility', models.CharField(choices=[('private', 'Only me'), ('applied', 'Employers I apply to'), ('employers', 'All checked employers')], default='private', max_length=10)),
                ('commute_miles', models.PositiveSmallIntegerField(default=25)),
                ('time_zone', models.CharField(default='UTC', max_length=40)),
                ('work_modes', models.JSONField(blank=True, default=list)),
                ('channels_avoided', models.JSONField(blank=True, default=list)),
                ('employment_types', models.JSONField(blank=True, default=list)),
                ('pay_floor', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='lowest pay an hour')),
                ('pay_currency', models.CharField(default='USD', max_length=3)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('current_role', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.role')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.place')),
                ('target_role', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.role')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='candidate', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Employer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('kind', models.CharField(choices=[('direct', 'Hires for itself'), ('agency', 'Staffing agency'), ('outsourcer', 'Outsourcer')], default='direct', max_length=12)),
                ('website', models.URLField(blank=True)),
                ('description', models.TextField(blank=True, max_length=2000)),
                ('verified_at', models.DateTimeField(blank=True, help_text='When a moderator checked who stands behind it', null=True)),
                ('suspended_at', models.DateTimeField(blank=True, null=True)),
                ('import_key', models.CharField(blank=True, editable=False, help_text="The company's name in a feed, folded; empty for employers who came by themselves", max_length=120, null=True, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('industry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='employers', to='cms.industry')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.place')),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(default=profiles.models.outbox.new_message_id, max_length=120, unique=True)),
                ('to', models.JSONField()),
                ('from_email', models.CharField(max_length=254)),
                ('reply_to', models.JSONField(default=list)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('html_body', models.TextField(blank=True)),
                ('headers', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'verbose_name_plural': 'outbox',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['not_before'], name='outbox_unsent')],
            },
        ),
        migrations.CreateModel(
            name='RateLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120)),
                ('window', models.BigIntegerField(help_text='Start, seconds since the epoch')),
                ('count', models.PositiveIntegerField()),
                ('ends_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'window'), name='rate_limit_once_per_window')],
            },
        ),
        migrations.CreateModel(
            name='CandidateSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'I am learning it'), (2, 'I can do it with help'), (3, 'I can do it alone'), (4, 'I teach it')], default=3)),
                ('evidence', models.CharField(blank=True, help_text='Where you showed it, or the words it was read from', max_length=200)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidate_skills', to='profiles.candidate')),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cms.skill')),
            ],
            options={
                'ordering': ['skill__kind', 'skill__preferred_label'],
                'constraints': [models.UniqueConstraint(fields=('candidate', 'skill'), name='candidate_skill_once'), models.CheckConstraint(condition=models.Q(('level__range', (1, 4))), name='candidate_skill_level_has_an_anchor')],
            },
        ),
        migrations.CreateModel(
            name='EmployerMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('recruiter', 'Recruiter')], default='recruiter', max_length=10)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='profiles.employer')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='employer_memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['employer', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('employer', 'user'), name='employer_member_once')],
            },
        ),
        migrations.CreateModel(
            name='Experience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('employer_name', models.CharField(blank=True, max_length=120, verbose_name='employer')),
                ('start', models.DateField(blank=True, null=True)),
                ('end', models.DateField(blank=True, null=True)),
                ('summary', models.TextField(blank=True, max_length=2000)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='experiences', to='profiles.candidate')),
                ('role', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.role')),
            ],
            options={
                'ordering': ['-start', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__isnull', True), ('start__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='experience_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Resume',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=120, storage=profiles.models.resumes.private_storage, upload_to=profiles.models.resumes.resume_path)),
                ('original_name', models.CharField(max_length=120)),
                ('content_type', models.CharField(choices=[('application/pdf', 'PDF'), ('application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'Word document'), ('text/plain', 'Plain text')], max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('uploaded_at', models.DateTimeField(auto_now_add=True)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resumes', to='profiles.candidate')),
            ],
            options={
                'ordering': ['-uploaded_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CandidateLanguage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('spoken', models.CharField(choices=[('A1', 'A1, first words'), ('A2', 'A2, simple talk'), ('B1', 'B1, everyday talk'), ('B2', 'B2, at ease at work'), ('C1', 'C1, fluent'), ('C2', 'C2, as a native speaker')], max_length=2)),
                ('written', models.CharField(blank=True, choices=[('A1', 'A1, first words'), ('A2', 'A2, simple talk'), ('B1', 'B1, everyday talk'), ('B2', 'B2, at ease at work'), ('C1', 'C1, fluent'), ('C2', 'C2, as a native speaker')], max_length=2)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='profiles.candidate')),
                ('language', models.ForeignKey(limit_choices_to={'kind': 'language'}, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cms.skill')),
            ],
            options={
                'ordering': ['language__preferred_label'],
                'constraints': [models.UniqueConstraint(fields=('candidate', 'language'), name='candidate_language_once')],
            },
        ),
        migrations.AddField(
            model_name='candidate',
            name='skills',
            field=models.ManyToManyField(related_name='+', through='profiles.CandidateSkill', to='cms.skill'),
        ),
    ]
