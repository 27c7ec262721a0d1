from django.db import migrations, models

READ_TWICE = "Read by a second person"


def take_over_task(apps, schema_editor):
    """The step that was any reviewer's becomes one that its writer alone cannot approve, under the same key."""
    SecondReadingTask = apps.get_model("cms", "SecondReadingTask")
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model="secondreadingtask"
    )
    for old in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(name=READ_TWICE):
        # Wagtail's task itself stays, with all that waits at it: what is added is the row of its kind.
        new = SecondReadingTask(task_ptr_id=old.pk)
        new.save_base(raw=True)
        new.groups.set(old.groups.all())
        old.delete(keep_parents=True)  # which takes its key from it
        tasks = apps.get_model("wagtailcore", "Task").objects.filter(pk=new.pk)
        tasks.update(content_type=content_type)


def lowest_rung(apps, schema_editor):
    """Roles of a line that the old rule let pass without a rung."""
    roles = apps.get_model("cms", "Role").objects.filter(ladder_level__isnull=True)
    roles.exclude(family="exit").update(ladder_level=1)


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('cms', '0005_editors_pages'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecondReadingTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'reading by a second person',
                'verbose_name_plural': 'readings by a second person',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.RunPython(take_over_task, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='role',
            name='role_on_the_ladder_has_a_rung',
        ),
        migrations.RunPython(lowest_rung, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='role',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('family', 'exit'), ('ladder_level__isnull', True)), models.Q(models.Q(('family', 'exit'), _negated=True), ('ladder_level__isnull', False), ('ladder_level__range', (1, 6))), _connector='OR'), name='role_on_the_ladder_has_a_rung'),
        ),
    ]
